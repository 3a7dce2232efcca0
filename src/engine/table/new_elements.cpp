#include "engine/table/new_elements.hpp"

#include <fmt/format.h>

namespace leye::table {
namespace {

constexpr int none = XmlSource::none;

}  // namespace

std::string NewElements::tag(std::string_view name) const {
    return std::string(xml().prefix(parts_.table)) + std::string(name);
}

std::string NewElements::text_element(const std::string& text) const {
    return fmt::format("<{0}>{1}</{0}>", tag("text"), escape_content(text));
}

std::string NewElements::attribute(std::string_view name, const std::string& value) {
    return value.empty() ? std::string() : fmt::format(" {}=\"{}\"", name, escape_attribute(value, '"'));
}

// Like the model's, where the model has one.
std::string NewElements::id_like(int model, std::string_view otherwise) {
    const std::string id = model == none ? std::string() : xml().attribute(model, "id");
    return id.empty() ? std::string() : attribute("id", ids_.like(id, otherwise));
}

std::string NewElements::id_beside(int element, std::string_view kind) {
    if (element == none || xml().attribute(element, "id").empty()) return {};
    return attribute("id", ids_.like({}, kind));
}

std::string NewElements::own_id(const std::string& wanted, int model, std::string_view otherwise) {
    if (!is_stand_in(wanted)) return attribute("id", wanted);
    return attribute("id",
                     ids_.like(model == none ? std::string() : xml().attribute(model, "id"), otherwise));
}

std::string NewElements::worded(std::string_view name, int model, const std::string& text,
                                const std::string& attributes) const {
    const bool has = model != none && xml()[model].first_child != none;
    return fmt::format("<{0}{1}>{2}{3}{4}</{0}>", tag(name), attributes, has ? edit_.gap_inside(model) : "",
                       text_element(text), has ? edit_.gap_at_close(model) : "");
}

std::string NewElements::input(const TableSheet::Input& w) {
    const int model = parts_.inputs.empty() ? none : parts_.inputs.back();
    const int like = model == none ? parts_.outputs.front() : model;
    const int expression = model == none ? none : xml().child(model, "inputExpression");
    const std::string gap = edit_.gap_inside(like);
    std::string text =
        fmt::format("<{}{}{}>", tag("input"), own_id(w.id, model, "input_"), attribute("label", w.label));
    text += gap + worded("inputExpression", expression, w.expression,
                         id_like(expression, "expression_") + attribute("typeRef", w.type));
    if (!w.allowed.empty())
        text += gap + worded("inputValues", expression, w.allowed, id_beside(expression, "values_"));
    return text + edit_.gap_at_close(like) + fmt::format("</{}>", tag("input"));
}

std::string NewElements::output(const TableSheet::Output& w) {
    return fmt::format("<{}{}{}{}{}/>", tag("output"), own_id(w.id, parts_.outputs.back(), "output_"),
                       attribute("label", w.label), attribute("name", w.name), attribute("typeRef", w.type));
}

std::string NewElements::annotation(const TableSheet::Annotation& w) {
    return fmt::format("<{} name=\"{}\"/>", tag("annotation"), escape_attribute(w.name, '"'));
}

std::vector<std::string> NewElements::cells(std::string_view name, int model, size_t count) {
    std::vector<std::string> out;
    for (size_t i = 0; i < count; ++i) out.push_back(worded(name, model, "", id_like(model, "cell_")));
    return out;
}

std::string NewElements::rule(const TableSheet::Rule& w) {
    const TableParts::Rule* model = parts_.rules.empty() ? nullptr : &parts_.rules.back();
    const int column = parts_.annotations.empty() ? parts_.outputs.back() : parts_.annotations.back();
    const int like = model ? model->element : column;
    const std::string gap = edit_.gap_inside(like);
    std::string text = fmt::format("<{}{}>", tag("rule"), own_id(w.id, model ? like : none, "rule_"));
    const auto add = [&](const std::vector<std::string>& elements) {
        for (const auto& element : elements) text += gap + element;
    };
    add(cells("inputEntry", model ? first(model->cells) : none, parts_.inputs.size()));
    add(cells("outputEntry", model ? first(model->outputs) : none, parts_.outputs.size()));
    add(std::vector<std::string>(parts_.annotations.size(),
                                 worded("annotationEntry", model ? first(model->notes) : none, "", "")));
    return text + edit_.gap_at_close(like) + fmt::format("</{}>", tag("rule"));
}

}  // namespace leye::table
