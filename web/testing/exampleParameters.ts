/** A value for each parameter that occurs in a path. Add a line for a new name; `example` of a page comes first. */
export const EXAMPLE_PARAMETERS: Readonly<Record<string, string>> = {
  check: 'BRA-C1',
  policy: 'bradford@1',
  concern: 'concern-1',
};

/** The path of a page for a case that is there. @throws Error that names the parameter to be added */
export function examplePath(
  { path, example }: { path: string; example: Readonly<Record<string, string>> },
  of: Readonly<Record<string, string>>,
): string {
  return path.replaceAll(/:(\w+)/g, (_whole, name: string) => {
    const value = example[name] ?? of[name] ?? EXAMPLE_PARAMETERS[name];
    if (value === undefined)
      throw new Error(`${path}: give an example of ${name} in web/testing/exampleParameters.ts or on the page`);
    return encodeURIComponent(value);
  });
}
