/**
 * The words of a line of shell, as bash would hand them to a program. Undefined where bash would put something else in
 * their place (variables, commands, wildcards) or do more than call one program: only bash knows them then.
 */
export function shellWords(line: string): string[] | undefined {
  const words: string[] = [];
  let rest = line.trim();
  while (rest !== "") {
    const word =
      /^(?:[^\s'"\\$`|&;<>()*?[\]{}~#!]|\\.|'[^']*'|"(?:[^"\\$`!]|\\.)*"|(?<=\S)[~#])+(?=\s|$)/.exec(
        rest,
      )?.[0];
    if (word === undefined) return undefined;
    words.push(unquoted(word));
    rest = rest.slice(word.length).trim();
  }
  return words;
}

function unquoted(word: string): string {
  return word.replace(/\\(.)|'([^']*)'|"((?:[^"\\]|\\.)*)"/g, (_, escaped, single, double) =>
    escaped !== undefined ? escaped : single !== undefined ? single : double.replace(/\\(["\\$`])/g, "$1"),
  );
}
