// What Claude Code 2.1.331 gives to a status line, and the snapshot that the script makes of it.
import type { JsonObject } from '../../main/domain/json.ts';

export interface SaidToStatusLine {
  readonly session?: string;
  /** Milliseconds. */
  readonly lasted?: number | undefined;
  /** Milliseconds that answers have taken; 0: there was none yet. */
  readonly answers?: number | undefined;
  readonly usedPercent?: number;
}

/** With figures as soon as there was an answer, unless it is said otherwise. */
export function saidToStatusLine(said: SaidToStatusLine = {}): JsonObject {
  const { session = 'one', usedPercent } = said;
  const { lasted, answers } = { lasted: 60_000, answers: 0, ...said };
  return {
    session_id: session,
    transcript_path: `/home/ada/.claude/projects/-home-ada-secret-work/${session}.jsonl`,
    cwd: '/home/ada/secret-work',
    model: { id: 'claude-opus-5-5', display_name: 'Opus 5.5' },
    cost: {
      total_cost_usd: 0.0002,
      ...(lasted !== undefined && { total_duration_ms: lasted }),
      ...(answers !== undefined && { total_api_duration_ms: answers }),
    },
    ...(usedPercent !== undefined && {
      rate_limits: {
        five_hour: { used_percentage: usedPercent, resets_at: 1_795_579_472 },
        seven_day: { used_percentage: 48, resets_at: 1_795_915_232 },
      },
    }),
  };
}

export function snapshotText(folder: string, said: JsonObject): string {
  return `${folder}\n${JSON.stringify(said)}\n`;
}
