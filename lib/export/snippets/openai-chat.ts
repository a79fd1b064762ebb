import type { Snippet, Split } from '../format.ts';

/** A job at OpenAI's fine-tuning interface, which several servers offer: Azure, Fireworks, Together, LiteLLM. */
export function openaiChatSnippet(splits: readonly Split[], epochs: number): Snippet {
  return openaiJob(splits, `\n    hyperparameters={"n_epochs": ${epochs}},`);
}

export function openaiJob(splits: readonly Split[], settings: string): Snippet {
  const hasValidation = splits.includes('validation');
  return {
    language: 'python',
    install: 'pip install openai',
    code: `from openai import OpenAI

# base_url: a server that offers this interface. OpenAI itself takes no new customers for it.
client = OpenAI(base_url="https://your-server.example/v1")

def upload(path):
    with open(path, "rb") as file:
        return client.files.create(file=file, purpose="fine-tune").id

job = client.fine_tuning.jobs.create(
    model="your-base-model",
    training_file=upload("train.jsonl"),${hasValidation ? '\n    validation_file=upload("validation.jsonl"),' : ''}${settings}
)
print(job.id, job.status)
`,
  };
}
