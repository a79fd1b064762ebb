"""A query engine of LlamaIndex under its OpenInference instrumentation; the exporter reads its address and key from the environment."""

from llama_index.core import get_response_synthesizer
from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, TextNode
from openinference.instrumentation.llama_index import LlamaIndexInstrumentor
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

QUESTION = "How long is the guarantee?"
TEXTS = ["The guarantee is two years.", "Batteries have one year."]


class Handbook(BaseRetriever):
    def _retrieve(self, query_bundle):
        return [
            NodeWithScore(
                node=TextNode(id_=f"d{i}", text=text, metadata={"file_name": "handbook.pdf"}),
                score=0.9 - i / 10,
            )
            for i, text in enumerate(TEXTS)
        ]


class Nothing(BaseRetriever):
    def _retrieve(self, query_bundle):
        return []


provider = TracerProvider()
provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
LlamaIndexInstrumentor().instrument(tracer_provider=provider)
for retriever in (Handbook(), Nothing()):
    synthesizer = get_response_synthesizer(llm=MockLLM(max_tokens=16))
    engine = RetrieverQueryEngine(retriever=retriever, response_synthesizer=synthesizer)
    print(str(engine.query(QUESTION)))
provider.shutdown()
