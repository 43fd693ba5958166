// What the local service counts about itself, and the text that Prometheus reads. A count costs an addition.

/** Seconds; what takes longer counts in `+Inf` alone. */
const bounds = [0.001, 0.005, 0.025, 0.1, 1, 10] as const;

export interface Gauges {
  readonly inFlight: number;
  readonly streams: number;
  readonly leases: number;
}

export interface Metrics {
  /**
   * @param route method and path, as the table has them
   * @param tookMs null for what takes as long as somebody else wants
   */
  count(route: string, status: number, tookMs: number | null): void;
  /** In the text format 0.0.4. */
  text(gauges: Gauges): string;
}

function gauge(name: string, help: string, value: number): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, `${name} ${value}`];
}

export function createMetrics(): Metrics {
  const requests = new Map<string, Map<number, number>>();
  const took = bounds.map(() => 0);
  let [seconds, finished] = [0, 0];

  const histogram = (): string[] => [
    '# HELP gatehouse_request_seconds How long requests took; streams and what waits for a person are left out.',
    '# TYPE gatehouse_request_seconds histogram',
    ...bounds.map((bound, index) => `gatehouse_request_seconds_bucket{le="${bound}"} ${took[index] ?? 0}`),
    `gatehouse_request_seconds_bucket{le="+Inf"} ${finished}`,
    `gatehouse_request_seconds_sum ${seconds}`,
    `gatehouse_request_seconds_count ${finished}`,
  ];
  const counted = (): string[] => [
    '# HELP gatehouse_requests_total Requests that were answered, by route and status.',
    '# TYPE gatehouse_requests_total counter',
    ...[...requests].flatMap(([route, byStatus]) =>
      [...byStatus].map(
        ([status, count]) => `gatehouse_requests_total{route="${route}",status="${status}"} ${count}`,
      ),
    ),
  ];
  return {
    count(route, status, tookMs) {
      const byStatus = requests.get(route) ?? new Map<number, number>();
      requests.set(route, byStatus);
      byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
      if (tookMs === null) return;
      finished += 1;
      seconds += tookMs / 1000;
      for (const [index, bound] of bounds.entries())
        if (tookMs / 1000 <= bound) took[index] = (took[index] ?? 0) + 1;
    },
    text({ inFlight, streams, leases }) {
      const lines = [
        ...counted(),
        ...histogram(),
        ...gauge('gatehouse_requests_in_flight', 'Requests under way.', inFlight),
        ...gauge('gatehouse_streams', 'Streams and waiting requests under way.', streams),
        ...gauge('gatehouse_leases', 'Leases that are given out.', leases),
      ];
      return `${lines.join('\n')}\n`;
    },
  };
}
