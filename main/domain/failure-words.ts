// What a person reads when something went wrong: what happened, to what, and what to do next. The words stand by family.
import { englishAppFailures, germanAppFailures } from './failure-words-app.ts';
import { englishBrokerFailures, germanBrokerFailures } from './failure-words-broker.ts';
import { englishFlagFailures, germanFlagFailures } from './failure-words-flags.ts';
import { englishNetworkFailures, germanNetworkFailures } from './failure-words-network.ts';
import { englishPackageFailures, germanPackageFailures } from './failure-words-packages.ts';
import { englishProgramFailures, germanProgramFailures } from './failure-words-programs.ts';
import { englishQuotaFailures, germanQuotaFailures } from './failure-words-quota.ts';
import { englishSignInFailures, germanSignInFailures } from './failure-words-sign-in.ts';
import { englishStorageFailures, germanStorageFailures } from './failure-words-storage.ts';
import { englishUpdateFailures, germanUpdateFailures } from './failure-words-updates.ts';
import type { FailureWords, FailureWordsOf } from './failure-words-shape.ts';
import type { FailureCode, FailureValue } from './failure.ts';
import type { Language } from './language.ts';
import { phrase } from './phrases.ts';

const words: Readonly<Record<Language, FailureWordsOf<FailureCode>>> = {
  en: {
    ...englishAppFailures,
    ...englishBrokerFailures,
    ...englishFlagFailures,
    ...englishNetworkFailures,
    ...englishPackageFailures,
    ...englishProgramFailures,
    ...englishQuotaFailures,
    ...englishSignInFailures,
    ...englishStorageFailures,
    ...englishUpdateFailures,
  },
  de: {
    ...germanAppFailures,
    ...germanBrokerFailures,
    ...germanFlagFailures,
    ...germanNetworkFailures,
    ...germanPackageFailures,
    ...germanProgramFailures,
    ...germanQuotaFailures,
    ...germanSignInFailures,
    ...germanStorageFailures,
    ...germanUpdateFailures,
  },
};

const nameless: Readonly<Record<Language, string>> = { en: 'the provider', de: 'Anbieter (ohne Namen)' };

/** The sentences for a failure; `detail` is added in brackets where there is one. */
export function describeFailure(failure: FailureValue, language: Language = 'en'): FailureWords {
  const { subject, detail } = failure;
  const named = subject === undefined ? nameless[language] : phrase(language, subject);
  const entry = words[language][failure.code](named);
  return detail === undefined
    ? entry
    : { what: `${entry.what} (${phrase(language, detail)})`, next: entry.next };
}
