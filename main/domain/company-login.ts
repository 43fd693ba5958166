// The login that a company's server offers to a program (OpenCode calls it "well-known"): a command that the server supplies
// makes the key. Types only.

/** One that stands in the program's file. Holds no secret. */
export interface CompanyLogin {
  /** The base address of the server, as it stands there but without a user or a password in it. */
  readonly url: string;
  /** The variable in which the program keeps the key for its settings. */
  readonly variable: string;
}

/** What a server has asked for. */
export interface CompanyOffer extends CompanyLogin {
  /** The server, as a person would say it. */
  readonly host: string;
  /** A program and its words. */
  readonly command: readonly [string, ...string[]];
}

/** What exactly would be run, and so what a yes is given for. */
export interface CompanyCommand extends CompanyOffer {
  /** The program of the command: absolute, and where its links lead. */
  readonly program: FoundProgram;
}

export interface FoundProgram {
  readonly path: string;
  readonly leadsTo: string;
}
