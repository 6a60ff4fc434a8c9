/** The environment of what is measured. */

/** As on a CI server, without what npm and its scripts set around this process, and without anybody's git configuration. */
export function toolEnvironment(env: NodeJS.ProcessEnv, path: string): NodeJS.ProcessEnv {
  const free = Object.fromEntries(Object.entries(env).filter(([name]) => !/^(npm_|INIT_CWD|NODE_|PINTAG_|NX_|GIT_)/.test(name)));
  const nx = { NX_DAEMON: 'false', NX_NO_CLOUD: 'true', NX_TUI: 'false' };
  return { ...free, ...nx, CI: 'true', NO_COLOR: '1', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', PATH: path };
}
