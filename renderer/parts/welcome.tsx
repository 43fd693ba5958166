// What a person without any account reads first.
import { messages } from '../messages.ts';

export function Welcome() {
  return (
    <div class="welcome">
      <h2 class="welcome-title">{messages.welcomeTitle}</h2>
      <p>{messages.welcomeText}</p>
    </div>
  );
}
