// Whether a window of this command line's person can come up on this machine.

const set = (environment: NodeJS.ProcessEnv, name: string): boolean => (environment[name] ?? '') !== '';

/** Elsewhere than on Linux no variable tells; whoever came over SSH sits at another screen. */
export function hasDisplay(
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): boolean {
  if (platform === 'linux') return ['DISPLAY', 'WAYLAND_DISPLAY'].some((name) => set(environment, name));
  return !['SSH_CONNECTION', 'SSH_TTY'].some((name) => set(environment, name));
}
