// What the window draws of agents: who works with which account, who waits, and how much is given out.

export interface AgentView {
  readonly id: string;
  /** For example the command without its arguments. */
  readonly label: string;
  /** The kind of program, as a person calls it; null for a script or anything else. */
  readonly program: string | null;
  readonly task: string | null;
  readonly provider: string;
  readonly account: string;
  readonly accountLabel: string;
  readonly pid: number | null;
  /** What the lease ends with. */
  readonly livesWith: 'process' | 'stream' | 'heartbeat';
  readonly priority: 'interactive' | 'normal' | 'background';
  /** What is reserved, and what of it was reported as used. */
  readonly amount: { readonly unit: 'percent' | 'tokens'; readonly value: number };
  readonly used: number;
  /** Unix milliseconds. */
  readonly since: number;
  /** Unix milliseconds; null where it ends with its process or stream. */
  readonly expiresAt: number | null;
}

export interface WaitingAgentView {
  readonly label: string;
  readonly priority: AgentView['priority'];
  /** 1: the next one. */
  readonly position: number;
  /** Unix milliseconds. */
  readonly since: number;
  /** Unix milliseconds; null: nobody knows. */
  readonly etaAt: number | null;
}

/** How much of an account agents may have. */
export interface AccountRoomView {
  readonly account: string;
  readonly provider: string;
  readonly label: string;
  /** Before what is reserved and given out; null: nobody knows. */
  readonly leftPercent: number | null;
  readonly outstandingPercent: number;
  readonly running: number;
  /** How many may run at once. */
  readonly concurrent: number;
}

export interface AgentsView {
  readonly agents: readonly AgentView[];
  readonly waiting: readonly WaitingAgentView[];
  readonly accounts: readonly AccountRoomView[];
}
