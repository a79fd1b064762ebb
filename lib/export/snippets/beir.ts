import type { Snippet, Split } from '../format.ts';

export function beirSnippet(splits: readonly Split[]): Snippet {
  return {
    language: 'python',
    install: 'pip install "datasets>=4.7" "sentence-transformers[train]"',
    code: `from collections import defaultdict
from datasets import load_dataset
from sentence_transformers import SentenceTransformer
from sentence_transformers.evaluation import InformationRetrievalEvaluator

corpus = {row["_id"]: row["text"] for row in load_dataset(".", "corpus", split="train")}
queries = {row["_id"]: row["text"] for row in load_dataset(".", "queries", split="train")}
relevant = defaultdict(set)
# "test" holds the questions that no training file of the project has; the other splits hold the rest.
for row in load_dataset(".", split="${splits.includes('test') ? 'test' : (splits[0] ?? 'train')}"):
    if row["score"] >= 2:  # grades: 0 irrelevant, 1 related, 2 relevant, 3 answers it
        relevant[row["query-id"]].add(row["corpus-id"])

evaluator = InformationRetrievalEvaluator(queries, corpus, relevant)
print(evaluator(SentenceTransformer("BAAI/bge-small-en-v1.5")))
`,
  };
}
