import type { Snippet } from '../format.ts';

/** A spreadsheet trains nothing; this is how to read it without its apostrophes. */
export function labelsCsvSnippet(): Snippet {
  return {
    language: 'python',
    install: 'pip install pandas',
    code: `import pandas as pd

labels = pd.read_csv("labels.csv")
# An apostrophe stands before every text that a spreadsheet would take for a formula.
texts = labels.select_dtypes(["object", "string"]).columns
labels[texts] = labels[texts].apply(lambda column: column.str.replace(r"^'(?=[\\s\\"'\`\\ufeff\\u200b-\\u200f\\u2060]*[=+\\-@\\uff1d\\uff0b\\uff0d\\uff20]|[\\t\\r\\n])", "", regex=True))
print(labels["verdict"].value_counts())
`,
  };
}
