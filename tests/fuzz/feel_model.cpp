// Whole models: whatever the file, it is read or refused with a line, and its decisions answer or say why
// not.
#include "engine/feel/graph.hpp"
#include "tests/fuzz/plain.hpp"

using namespace leye;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, size_t size) {
    const auto xml = fuzz::text_of(data, size);
    if (const auto model = feel::load_model(xml, {"a", "b", "age"})) {
        for (const auto& [_, table] : model->tables)
            (void)feel::decide(table, fuzz::facts(), fuzz::run().now);
    } else {
        fuzz::must(!model.error().details.at("line").empty(), "a refused file has a line");
    }
    const auto graph = feel::load_graph(xml, [&](std::string_view) { return std::string(xml); });
    if (!graph) return 0;
    int asked = 0;
    for (const auto& [id, element] : graph->elements)
        if ((element.kind == feel::Element::Kind::decision || element.kind == feel::Element::Kind::service) &&
            asked++ < 4)
            (void)feel::answer(*graph, element.name, fuzz::facts(), fuzz::run().now);
    return 0;
}
