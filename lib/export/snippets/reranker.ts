import type { Snippet, Split } from '../format.ts';

export function rerankerSnippet(splits: readonly Split[], epochs: number): Snippet {
  const hasValidation = splits.includes('validation');
  return {
    language: 'python',
    install: 'pip install "sentence-transformers[train]"',
    code: `from datasets import load_dataset
from sentence_transformers.cross_encoder import CrossEncoder, CrossEncoderTrainer, CrossEncoderTrainingArguments
from sentence_transformers.cross_encoder.losses import BinaryCrossEntropyLoss

dataset = load_dataset(".")  # this folder
model = CrossEncoder("cross-encoder/ms-marco-MiniLM-L6-v2", num_labels=1)
trainer = CrossEncoderTrainer(
    model=model,
    args=CrossEncoderTrainingArguments(
        output_dir="model",
        num_train_epochs=${epochs},${hasValidation ? '\n        eval_strategy="epoch",' : ''}
    ),
    train_dataset=dataset["train"],${hasValidation ? '\n    eval_dataset=dataset["validation"],' : ''}
    loss=BinaryCrossEntropyLoss(model),
)
trainer.train()
model.save_pretrained("model")
`,
  };
}
