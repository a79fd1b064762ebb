import type { Snippet, Split } from '../format.ts';

/** A run of the sentence-transformers trainer with negatives from the batch. */
export function stJob(splits: readonly Split[], epochs: number): Snippet {
  const hasValidation = splits.includes('validation');
  return {
    language: 'python',
    install: 'pip install "sentence-transformers[train]"',
    code: `from datasets import load_dataset
from sentence_transformers import SentenceTransformer, SentenceTransformerTrainer, SentenceTransformerTrainingArguments
from sentence_transformers.losses import MultipleNegativesRankingLoss
from sentence_transformers.training_args import BatchSamplers

dataset = load_dataset(".")  # this folder
model = SentenceTransformer("BAAI/bge-small-en-v1.5")
trainer = SentenceTransformerTrainer(
    model=model,
    args=SentenceTransformerTrainingArguments(
        output_dir="model",
        num_train_epochs=${epochs},
        per_device_train_batch_size=32,
        # Rows of one question share their anchor. In one batch they would be each other's negatives.
        batch_sampler=BatchSamplers.NO_DUPLICATES,${hasValidation ? '\n        eval_strategy="epoch",' : ''}
    ),
    train_dataset=dataset["train"],${hasValidation ? '\n    eval_dataset=dataset["validation"],' : ''}
    loss=MultipleNegativesRankingLoss(model),
)
trainer.train()
model.save_pretrained("model")
`,
  };
}
