// A person who is asked for a yes, and says what a test has them say.
import type { YesNoQuestion } from '../../main/domain/yes-no-question.ts';
import type { AskPerson } from '../../main/ports.ts';

export class FakePerson implements AskPerson {
  says = true;
  /** Done while the question is open. */
  meanwhile: () => void = () => undefined;
  readonly asked: YesNoQuestion[] = [];

  async ask(question: YesNoQuestion): Promise<boolean> {
    this.asked.push(question);
    this.meanwhile();
    return this.says;
  }

  /** What they were asked, by title. */
  get titles(): readonly string[] {
    return this.asked.map(({ title }) => title);
  }
}
