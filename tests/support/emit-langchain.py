"""A chain of LangChain under its OpenInference instrumentation; the exporter reads its address and key from the environment."""

from langchain_core.documents import Document
from langchain_core.language_models.fake_chat_models import FakeListChatModel
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableLambda, RunnablePassthrough
from openinference.instrumentation.langchain import LangChainInstrumentor
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

QUESTION = "How long is the guarantee?"
ANSWER = "Two years [1]."
TEXTS = ["The guarantee is two years.", "Batteries have one year."]


class Handbook(BaseRetriever):
    def _get_relevant_documents(self, query, *, run_manager):
        return [
            Document(page_content=text, id=f"d{i}", metadata={"source": "handbook.pdf", "page": i})
            for i, text in enumerate(TEXTS)
        ]


class Nothing(BaseRetriever):
    def _get_relevant_documents(self, query, *, run_manager):
        return []


def chain_over(retriever):
    joined = retriever | RunnableLambda(lambda documents: "\n".join(d.page_content for d in documents))
    prompt = ChatPromptTemplate.from_messages([("system", "Answer from: {hits}"), ("user", "{question}")])
    model = FakeListChatModel(responses=[ANSWER])
    return {"hits": joined, "question": RunnablePassthrough()} | prompt | model | StrOutputParser()


provider = TracerProvider()
provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
LangChainInstrumentor().instrument(tracer_provider=provider)
assert chain_over(Handbook()).invoke(QUESTION) == ANSWER
assert chain_over(Nothing()).invoke(QUESTION) == ANSWER
provider.shutdown()
