"""A map on which images lie together that the net finds alike."""

from convscope.insight.measures.embedding_map import map_embeddings
from convscope.insight.report.charts import map_chart
from convscope.insight.report.context import Content, Context
from convscope.insight.report.section_blocks import Chart


def write_map(context: Context) -> Content:
    """Returns the section with the map of embeddings."""
    words, subject = context.words, context.subject
    result = map_embeddings(
        subject.classifier,
        subject.judged_images,
        sample=context.effort.map,
        split=subject.judged_split,
    )
    wrong = int((result.labels != result.predicted).sum())
    lead = words(
        "map.lead",
        images=words.count("image", len(result.points)),
        layer=result.layer,
        wrong=words.count("image", wrong),
    )
    method = words("map.tsne" if result.method.startswith("t-SNE") else "map.pca")
    caption = words("join.sentences", first=words("map.caption"), second=method)
    chart = Chart(map_chart(result), caption, context.basis(len(result.points), unit="none"))
    return Content(lead, (chart,))
