// What `gatehouse serve` says while it runs.

export const serveWords = {
  asRoot: 'serve does not run as root. Start it as the user whose sign-ins it is to keep.',
  tooManyWords: 'serve was started with more words than it takes.',
  runsAlready: 'runs already, so this one does not start. To end the other: gatehouse quit',
  notWith: (switches: readonly string[]) => `does not run with ${switches.join(' ')}. Start it without.`,
  notHere: 'serve is started by its launcher only',
  listening: (path: string) => `Gatehouse serves at ${path}. Ctrl-C ends it.`,
  safeMode:
    'It crashed three times in a row soon after its start and runs in safe mode: nothing is read, renewed, switched or run by itself. To start normally: gatehouse doctor --fix safe-mode/Gatehouse',
  locked: 'The passphrase of the stored keys has not been entered: gatehouse auth unlock',
  unkept: 'No key store is here, so no sign-in can be kept: gatehouse auth keystore --use passphrase',
  ended: 'Gatehouse has ended.',
  trayStarted: {
    title: 'Gatehouse runs already',
    body: 'It serves without a tray and a window, started by gatehouse serve. End that one to use the tray app: gatehouse quit',
  },
  question: (id: string, reader: string, program: string, account: string) =>
    `Question ${id}: may ${program} have the key of ${account} for ${reader}? Within a minute: gatehouse allow answer ${id} once`,
  unknownProgram: 'a program that nobody can name',
  notice: (title: string, body: string) => `${title}. ${body}`,
} as const;
