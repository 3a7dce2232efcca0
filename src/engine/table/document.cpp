#include "engine/table/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace leye::table {
namespace {

constexpr std::array<std::pair<std::string_view, const char*>, 3> versions{{
    {"https://www.omg.org/spec/DMN/20191111/MODEL/", "1.3"},
    {"https://www.omg.org/spec/DMN/20211108/MODEL/", "1.4"},
    {"https://www.omg.org/spec/DMN/20230324/MODEL/", "1.5"},
}};

constexpr size_t known_length_max = 1'000;

std::string trimmed_attribute(const XmlSource& xml, int e, std::string_view name) {
    return std::string(text::trim(xml.attribute(e, name)));
}

// What stands in the element's <text>.
std::string words(const XmlSource& xml, int e) {
    const int text = e == XmlSource::none ? XmlSource::none : xml.child(e, "text");
    return text == XmlSource::none ? std::string() : std::string(text::trim(xml.content(text)));
}

std::string id_of(const XmlSource& xml, int e, size_t number) {
    auto id = trimmed_attribute(xml, e, "id");
    return id.empty() ? fmt::format("#{}", number + 1) : id;
}

std::vector<TableDocument::Table> list_tables(const XmlSource& xml) {
    std::vector<TableDocument::Table> out;
    int line = 1;
    ptrdiff_t counted = 0;
    for (int e = 0; e < static_cast<int>(xml.elements().size()); ++e) {
        if (xml[e].space != xml[0].space || xml.name(e) != "decisionTable") continue;
        line += static_cast<int>(
            std::count(xml.text().begin() + counted, xml.text().begin() + xml[e].begin, '\n'));
        counted = xml[e].begin;
        TableDocument::Table table{
            .id = trimmed_attribute(xml, e, "id"), .decision = {}, .name = {}, .line = line, .element = e};
        int holder = xml[e].parent;
        while (holder != XmlSource::none && xml.name(holder) != "decision" &&
               xml.name(holder) != "businessKnowledgeModel")
            holder = xml[holder].parent;
        if (holder != XmlSource::none) {
            table.decision = trimmed_attribute(xml, holder, "id");
            table.name = trimmed_attribute(xml, holder, "name");
        }
        out.push_back(std::move(table));
    }
    return out;
}

}  // namespace

TableDocument::TableDocument(XmlSource source, std::string version)
    : source_(std::move(source)), version_(std::move(version)), tables_(list_tables(source_)) {}

Result<TableDocument> TableDocument::load(std::string xml) {
    auto source = XmlSource::parse(std::move(xml));
    if (!source) return tl::unexpected(std::move(source.error()));
    const int space = (*source)[0].space;
    if (source->name(0) != "definitions" || space == XmlSource::none) return refuse("table_not_dmn", "file");
    const auto& uri = source->spaces()[static_cast<size_t>(space)];
    const auto version = std::ranges::find(versions, uri, [](const auto& v) { return v.first; });
    if (version == versions.end()) return refuse("table_version", "file", {{"namespace", uri}});
    TableDocument out(std::move(*source), version->second);
    if (out.tables_.empty()) return refuse("table_none", "file");
    return out;
}

Result<size_t> TableDocument::find(std::string_view id) const {
    std::vector<size_t> of_decision;
    std::string known;
    for (size_t i = 0; i < tables_.size(); ++i) {
        if (!id.empty() && tables_[i].id == id) return i;
        if (!id.empty() && tables_[i].decision == id) of_decision.push_back(i);
        const auto& shown = tables_[i].decision.empty() ? tables_[i].id : tables_[i].decision;
        if (known.size() < known_length_max && known.find(shown) == known.npos)
            known += (known.empty() ? "" : ", ") + shown;
    }
    if (of_decision.size() == 1) return of_decision[0];
    if (of_decision.size() > 1) {
        known.clear();
        for (const size_t i : of_decision) known += (known.empty() ? "" : ", ") + tables_[i].id;
    }
    return refuse("table_unknown", "decision", {{"id", std::string(id)}, {"known", known}});
}

Result<TableSheet> TableDocument::view(size_t table) const {
    const auto& t = tables_.at(table);
    auto sheet = sheet_of(source_, parts_of(source_, t.element), t);
    if (sheet)
        if (auto ok = check(*sheet); !ok) return tl::unexpected(std::move(ok.error()));
    return sheet;
}

Result<void> TableDocument::apply(size_t table, const TableSheet& given) {
    const TableSheet wanted = tidied(given);
    const auto current = view(table);
    if (!current) return tl::unexpected(current.error());
    if (wanted == *current) return {};
    if (auto ok = check(wanted); !ok) return ok;
    if (wanted.decision != current->decision || wanted.name != current->name)
        return refuse("table_other", wanted.decision != current->decision ? "decision" : "name",
                      {{"given", wanted.decision + " " + wanted.name},
                       {"wanted", current->decision + " " + current->name}});
    // No file within the bounds holds more, so that what is made on the way there is bounded too.
    const size_t cells =
        wanted.rules.size() * (wanted.inputs.size() + wanted.outputs.size() + wanted.annotations.size());
    if (cells > XmlSource::elements_max / 2)
        return refuse("table_file_too_large", "file", {{"limit", std::to_string(XmlSource::elements_max)}});
    auto changed = edited(source_, table, wanted);
    if (!changed) return tl::unexpected(std::move(changed.error()));
    TableDocument after(std::move(*changed), version_);
    *this = std::move(after);
    return {};
}

TableParts parts_of(const XmlSource& xml, int table) {
    TableParts out{.table = table, .inputs = {}, .outputs = {}, .annotations = {}, .rules = {}};
    for (const int c : xml.children(table)) {
        const auto name = xml.name(c);
        if (name == "input") out.inputs.push_back(c);
        if (name == "output") out.outputs.push_back(c);
        if (name == "annotation") out.annotations.push_back(c);
        if (name != "rule") continue;
        TableParts::Rule rule{.element = c, .cells = {}, .outputs = {}, .notes = {}};
        for (const int e : xml.children(c)) {
            const auto kind = xml.name(e);
            if (kind == "inputEntry") rule.cells.push_back(e);
            if (kind == "outputEntry") rule.outputs.push_back(e);
            if (kind == "annotationEntry") rule.notes.push_back(e);
        }
        out.rules.push_back(std::move(rule));
    }
    return out;
}

Result<TableSheet> sheet_of(const XmlSource& xml, const TableParts& parts,
                            const TableDocument::Table& table) {
    TableSheet out;
    out.decision = table.decision;
    out.name = table.name;
    if (const auto given = xml.attribute(parts.table, "hitPolicy"); !given.empty()) out.hit_policy = given;
    out.aggregation = xml.attribute(parts.table, "aggregation");
    for (const int e : parts.inputs) {
        const int expression = xml.child(e, "inputExpression");
        const bool has = expression != XmlSource::none;
        out.inputs.push_back({id_of(xml, e, out.inputs.size()), trimmed_attribute(xml, e, "label"),
                              words(xml, expression),
                              has ? trimmed_attribute(xml, expression, "typeRef") : std::string(),
                              words(xml, xml.child(e, "inputValues"))});
    }
    for (const int e : parts.outputs)
        out.outputs.push_back({id_of(xml, e, out.outputs.size()), trimmed_attribute(xml, e, "name"),
                               trimmed_attribute(xml, e, "label"), trimmed_attribute(xml, e, "typeRef"),
                               words(xml, xml.child(e, "outputValues")),
                               words(xml, xml.child(e, "defaultOutputEntry"))});
    for (const int e : parts.annotations)
        out.annotations.push_back({id_of(xml, e, out.annotations.size()), trimmed_attribute(xml, e, "name")});
    for (const auto& r : parts.rules) {
        if (r.cells.size() != parts.inputs.size() || r.outputs.size() != parts.outputs.size() ||
            r.notes.size() > parts.annotations.size())
            return refuse(
                "table_rule_cells", "file",
                {{"line", std::to_string(xml.line(xml[r.element].begin))},
                 {"given", fmt::format("{}+{}+{}", r.cells.size(), r.outputs.size(), r.notes.size())},
                 {"wanted", fmt::format("{}+{}+{}", parts.inputs.size(), parts.outputs.size(),
                                        parts.annotations.size())}});
        TableSheet::Rule rule{
            .id = id_of(xml, r.element, out.rules.size()), .cells = {}, .outputs = {}, .notes = {}};
        for (const int e : r.cells) rule.cells.push_back(words(xml, e));
        for (const int e : r.outputs) rule.outputs.push_back(words(xml, e));
        for (const int e : r.notes) rule.notes.push_back(words(xml, e));
        rule.notes.resize(parts.annotations.size());
        out.rules.push_back(std::move(rule));
    }
    return tidied(std::move(out));
}

}  // namespace leye::table
