/** Paths as they are declared and as they are filled: the compiler knows the parameters. */

type NamesIn<Pattern extends string> = Pattern extends `${string}:${infer Name}/${infer Rest}`
  ? Name | NamesIn<`/${Rest}`>
  : Pattern extends `${string}:${infer Name}`
    ? Name
    : never;

export interface PathOf<Pattern extends string> {
  /** As Express writes it: `/cases/:case/checks/:check`. */
  pattern: Pattern;
  /** The path for these values, each encoded. */
  to: (parameters: Readonly<Record<NamesIn<Pattern>, string>>, query?: Readonly<Record<string, string>>) => string;
}

/** `const casePath = path('/cases/:case')`; then `path: casePath.pattern` and `casePath.to({ case: id })`. */
export function path<const Pattern extends string>(pattern: Pattern): PathOf<Pattern> {
  return {
    pattern,
    to: (parameters, query = {}) => {
      const values: Readonly<Record<string, string | undefined>> = parameters;
      const filled = pattern.replaceAll(/:(\w+)/g, (_whole, name: string) => encodeURIComponent(values[name] ?? ''));
      const search = new URLSearchParams(query).toString();
      return search === '' ? filled : `${filled}?${search}`;
    },
  };
}
