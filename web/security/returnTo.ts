/** Where to go after signing in: a path of ours, or the start page. Nothing that a browser reads as another host. */
export function ownPath(asked: unknown): string {
  if (typeof asked !== 'string' || asked.length > 500 || !/^\/(?![/\\])[\x21-\x7e]*$/.test(asked)) return '/';
  if (asked.includes('\\')) return '/';
  const here = 'http://here.invalid';
  const url = URL.canParse(asked, here) ? new URL(asked, here) : null;
  if (url === null || url.origin !== here) return '/';
  // Back to these would go round in circles, or sign out again.
  if (/^\/(sign-in|sign-out|signed-out)(\/|$)/.test(url.pathname)) return '/';
  const path = `${url.pathname}${url.search}`;
  return path.startsWith('//') ? '/' : path;
}
