// How long verbs wait for an answer of the running app that may take longer than usual, and why.

/** For what waits for a provider, half a minute for each request, or for the files and locks of other programs. */
export const slowAnswerLimitMs = 90_000;
/** A passphrase is made slow on purpose, and files are looked at or keys encrypted anew beside it. */
export const passphraseLimitMs = 120_000;
/** The person may be asked for a minute whether the program may have the keys; before that they may be renewed. */
export const handOutLimitMs = 150_000;
/** How long the person may look at a question of the app, and at somebody else's before it. */
export const questionLimitMs = 5 * 60_000;
