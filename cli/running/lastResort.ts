/**
 * What nothing caught. It is told by its kind and its place alone: its message may repeat what somebody typed. The first
 * stops the process in order; a second ends it at once.
 */
export function watchLastResort(
  write: (text: string) => void,
  fell: (reason: string) => void,
  exit: () => void,
): () => void {
  let before = false;
  const told = (error: unknown): void => {
    const kind = error instanceof Error ? error.name : typeof error;
    const stack = error instanceof Error ? (error.stack ?? '') : '';
    const frames = stack.split('\n').filter((line) => line.startsWith('    at '));
    write(`rollcall: nothing caught this: ${kind}\n${frames.slice(0, 12).join('\n')}\n`);
    if (before) exit();
    before = true;
    fell(`An error that nothing expected (${kind})`);
  };
  process.on('uncaughtException', told);
  process.on('unhandledRejection', told);
  return () => {
    process.off('uncaughtException', told);
    process.off('unhandledRejection', told);
  };
}
