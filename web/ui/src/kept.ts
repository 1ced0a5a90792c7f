// The first formatter of a window takes a twentieth of a second, on a phone a fifth, and each one more than all that it
// formats: made when it is needed, one for each set of options.
export function kept<Options, Formatter>(make: (options: Options) => Formatter): (options: Options) => Formatter {
  const made = new Map<string, Formatter>();
  return (options) => {
    const key = JSON.stringify(options);
    const formatter = made.get(key) ?? make(options);
    made.set(key, formatter);
    return formatter;
  };
}
