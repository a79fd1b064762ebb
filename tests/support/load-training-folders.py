"""Loads every folder of exported files with the libraries that train on them, and takes one step with each.

Usage: python load-training-folders.py ROOT, where ROOT has one folder a format, named after it. Models are tiny and
random: nothing is fetched. Prints one line of JSON a folder: rows and columns of each dataset, and what was trained.
"""

import json
import os
import sys
import tempfile

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"
work = tempfile.mkdtemp()
os.environ["HF_HOME"] = work

import datasets  # noqa: E402
import sentence_transformers  # noqa: E402
import trl  # noqa: E402
from datasets import get_dataset_config_names, load_dataset  # noqa: E402
from tokenizers import Tokenizer, decoders, models, pre_tokenizers  # noqa: E402
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast, Qwen2Config, Qwen2ForCausalLM  # noqa: E402

datasets.disable_progress_bars()

TEMPLATE = """{% if tools %}<tools>{{ tools | tojson }}</tools>
{% endif %}{% for m in messages %}{{ m.role }}: {{ m.content or '' }}{% if m.tool_calls %}{% for c in m.tool_calls %}\
{{ c.function.name }}({% for key, value in c.function.arguments.items() %}{{ key }}={{ value | tojson }}{% endfor %})\
{% endfor %}{% endif %}<eos>
{% endfor %}{% if add_generation_prompt %}assistant: {% endif %}"""


def tokenizer():
    special = ["<pad>", "<eos>"]
    letters = special + sorted(pre_tokenizers.ByteLevel.alphabet())
    bytes_only = Tokenizer(models.BPE(vocab={letter: i for i, letter in enumerate(letters)}, merges=[]))
    bytes_only.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bytes_only.decoder = decoders.ByteLevel()
    bytes_only.add_special_tokens(special)
    fast = PreTrainedTokenizerFast(tokenizer_object=bytes_only, eos_token="<eos>", pad_token="<pad>")
    fast.chat_template = TEMPLATE
    fast.model_max_length = 512
    return fast


def language_model():
    """A folder with a tiny model, as TRL loads it."""
    path = os.path.join(work, "language-model")
    if not os.path.exists(path):
        config = Qwen2Config(
            vocab_size=len(tokenizer()), hidden_size=16, intermediate_size=32, num_hidden_layers=1,
            num_attention_heads=2, num_key_value_heads=2, eos_token_id=1, pad_token_id=0,
        )
        Qwen2ForCausalLM(config).save_pretrained(path)
        tokenizer().save_pretrained(path)
    return path


def text_encoder():
    """A folder with a tiny encoder, as sentence-transformers loads it."""
    path = os.path.join(work, "encoder")
    if not os.path.exists(path):
        config = BertConfig(
            vocab_size=len(tokenizer()), hidden_size=16, intermediate_size=32, num_hidden_layers=1,
            num_attention_heads=2, max_position_embeddings=512,
        )
        BertModel(config).save_pretrained(path)
        tokenizer().save_pretrained(path)
    return path


ONE_STEP = {"output_dir": os.path.join(work, "out"), "max_steps": 1, "per_device_train_batch_size": 2, "use_cpu": True,
            "bf16": False, "report_to": [], "disable_tqdm": True, "save_strategy": "no"}


def step_with(trainer):
    return trainer.train().training_loss


def train_trl(trainer, config, rows):
    args = config(**ONE_STEP, max_length=512)
    return step_with(trainer(model=language_model(), args=args, train_dataset=rows, processing_class=tokenizer()))


def train_embeddings(rows):
    from sentence_transformers import SentenceTransformer, SentenceTransformerTrainer, SentenceTransformerTrainingArguments
    from sentence_transformers.losses import MultipleNegativesRankingLoss
    from sentence_transformers.training_args import BatchSamplers

    model = SentenceTransformer(text_encoder(), device="cpu")
    args = SentenceTransformerTrainingArguments(**ONE_STEP, batch_sampler=BatchSamplers.NO_DUPLICATES)
    loss = MultipleNegativesRankingLoss(model)
    return step_with(SentenceTransformerTrainer(model=model, args=args, train_dataset=rows, loss=loss))


def train_reranker(rows):
    from sentence_transformers.cross_encoder import CrossEncoder, CrossEncoderTrainer, CrossEncoderTrainingArguments
    from sentence_transformers.cross_encoder.losses import BinaryCrossEntropyLoss

    model = CrossEncoder(text_encoder(), num_labels=1, device="cpu")
    args = CrossEncoderTrainingArguments(**ONE_STEP)
    loss = BinaryCrossEntropyLoss(model)
    return step_with(CrossEncoderTrainer(model=model, args=args, train_dataset=rows, loss=loss))


def evaluate_retrieval(folder, qrels):
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.evaluation import InformationRetrievalEvaluator

    corpus = {row["_id"]: row["text"] for row in load_dataset(folder, "corpus", split="train")}
    queries = {row["_id"]: row["text"] for row in load_dataset(folder, "queries", split="train")}
    relevant = {}
    for row in qrels:
        if row["score"] >= 2:
            relevant.setdefault(row["query-id"], set()).add(row["corpus-id"])
    found = InformationRetrievalEvaluator(queries, corpus, relevant)(SentenceTransformer(text_encoder(), device="cpu"))
    return found["cosine_recall@10"]


TRAIN = {
    "trl-sft": lambda folder, sets: {
        name: train_trl(trl.SFTTrainer, trl.SFTConfig, sets[name]["train"]) for name in ("prompt-completion", "messages")
    },
    "trl-preference": lambda folder, sets: train_trl(trl.DPOTrainer, trl.DPOConfig, sets["default"]["train"]),
    "trl-unpaired": lambda folder, sets: train_trl(trl.KTOTrainer, trl.KTOConfig, sets["default"]["train"]),
    "st-pairs": lambda folder, sets: train_embeddings(sets["default"]["train"]),
    "st-triplets": lambda folder, sets: train_embeddings(sets["default"]["train"]),
    "reranker": lambda folder, sets: train_reranker(sets["default"]["train"]),
    "beir": lambda folder, sets: evaluate_retrieval(folder, next(iter(sets["default"].values()))),
}


def report(root, name):
    folder = os.path.join(root, name)
    sets = {config: load_dataset(folder, config) for config in get_dataset_config_names(folder)}
    whole = load_dataset(folder)
    return {
        "format": name,
        "default": {split: rows.num_rows for split, rows in whole.items()},
        "datasets": {
            config: {split: {"rows": rows.num_rows, "columns": rows.column_names} for split, rows in splits.items()}
            for config, splits in sets.items()
        },
        "trained": TRAIN[name](folder, sets) if name in TRAIN else None,
    }


def main(root):
    versions = {library.__name__: library.__version__ for library in (datasets, trl, sentence_transformers)}
    print(json.dumps({"versions": versions}))
    for name in sorted(os.listdir(root)):
        print(json.dumps(report(root, name)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
