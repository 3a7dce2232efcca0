#include "engine/feel/model.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <pugixml.hpp>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "engine/feel/parser.hpp"
#include "engine/feel/type.hpp"

namespace leye::feel {
namespace {

constexpr size_t bytes_max = 10'000'000, rules_max = 20'000, columns_max = 200;

struct Stop {
    Refusal why;
};

class Reader {
  public:
    Reader(std::string_view xml, const std::vector<std::string>& facts) : xml_(xml), scope_(facts.begin(), facts.end()) {}

    Model read() {
        pugi::xml_document document;
        if (xml_.size() > bytes_max) stop(0, "the file is larger than 10 MB");
        const auto parsed = document.load_buffer(xml_.data(), xml_.size(), pugi::parse_default & ~pugi::parse_doctype);
        if (!parsed) stop(parsed.offset, parsed.description(), "dmn_malformed");
        const pugi::xml_node root = document.document_element();
        if (local(root) != "definitions") stop(root.offset_debug(), "the root must be definitions");
        Model out;
        out.hash = text::hex(sha256(xml_)).substr(0, 12);
        for (const auto& decision : root.children())
            if (local(decision) == "decision")
                if (const auto table = child(decision, "decisionTable")) {
                    DecisionTable read = read_table(decision, table);
                    const std::string id = read.id;
                    if (!out.tables.emplace(id, std::move(read)).second) stop(decision.offset_debug(), "two decisions have the id " + id);
                }
        if (out.tables.empty()) stop(root.offset_debug(), "there is no decision table");
        return out;
    }

  private:
    [[noreturn]] void stop(ptrdiff_t offset, std::string sentence, std::string code = "dmn_table") {
        const auto end = xml_.begin() + std::clamp<ptrdiff_t>(offset, 0, static_cast<ptrdiff_t>(xml_.size()));
        const auto line = 1 + std::count(xml_.begin(), end, '\n');
        throw Stop{{.code = std::move(code), .field = {}, .clause = {}, .details = {{"line", std::to_string(line)}, {"sentence", std::move(sentence)}}, .also = {}}};
    }

    static std::string_view local(const pugi::xml_node& n) {
        const std::string_view name = n.name();
        const size_t colon = name.find(':');
        return colon == name.npos ? name : name.substr(colon + 1);
    }

    static pugi::xml_node child(const pugi::xml_node& n, std::string_view name) {
        for (const auto& c : n.children())
            if (local(c) == name) return c;
        return {};
    }

    static std::string words(const pugi::xml_node& n) { return std::string(text::trim(child(n, "text").text().get())); }

    template <class F>
    Tree parsed(F parse, const pugi::xml_node& at, const std::string& source) {
        auto tree = parse(source, scope_, Reading{});
        if (!tree) stop(at.offset_debug(), fmt::format("«{}»: {}", source, tree.error().details.at("sentence")));
        collect(**tree);
        return std::move(*tree);
    }

    void collect(const Node& n) {
        if (n.kind == NodeKind::name && scope_.contains(n.text) && std::ranges::find(table_->names, n.text) == table_->names.end()) table_->names.push_back(n.text);
        for (const auto& c : n.children) collect(*c);
    }

    HitPolicy policy(const pugi::xml_node& table) {
        const std::string_view name = table.attribute("hitPolicy").as_string("UNIQUE");
        if (name == "UNIQUE") return HitPolicy::unique;
        if (name == "FIRST") return HitPolicy::first;
        if (name == "ANY") return HitPolicy::any;
        if (name == "RULE ORDER") return HitPolicy::rule_order;
        if (name == "COLLECT" && !table.attribute("aggregation")) return HitPolicy::collect;
        stop(table.offset_debug(), fmt::format("the hit policy {} is not supported", name));
    }

    DecisionTable read_table(const pugi::xml_node& decision, const pugi::xml_node& node) {
        DecisionTable out;
        table_ = &out;
        out.id = decision.attribute("id").value();
        out.name = decision.attribute("name").value();
        out.hit_policy = policy(node);
        std::vector<std::string> annotation_names;
        for (const auto& c : node.children()) {
            const auto part = local(c);
            if (part == "input") {
                const auto expression = child(c, "inputExpression");
                const std::string source = words(expression);
                const auto kind = kind_named(expression.attribute("typeRef").value());
                out.inputs.push_back({c.attribute("label").value(), source, parsed(parse_expression, c, source), nullptr, kind ? simple_type(*kind) : nullptr});
            } else if (part == "output") {
                out.outputs.push_back(c.attribute("name").value());
            } else if (part == "annotation") {
                annotation_names.push_back(c.attribute("name").value());
            } else if (part == "rule") {
                out.rules.push_back(read_rule(out, annotation_names, c));
            }
            if (out.rules.size() > rules_max || out.inputs.size() > columns_max || out.outputs.size() > columns_max) stop(c.offset_debug(), "the table is too large");
        }
        if (out.inputs.empty() || out.outputs.empty() || out.rules.empty()) stop(node.offset_debug(), "a table has inputs, outputs and rules");
        return out;
    }

    Rule read_rule(const DecisionTable& table, const std::vector<std::string>& annotation_names, const pugi::xml_node& node) {
        Rule out;
        size_t annotation = 0;
        for (const auto& c : node.children()) {
            const auto kind = local(c);
            if (kind == "inputEntry") {
                out.cell_sources.push_back(words(c));
                out.cells.push_back(parsed(parse_tests, c, out.cell_sources.back().empty() ? "-" : out.cell_sources.back()));
            } else if (kind == "outputEntry") {
                out.outputs.push_back(parsed(parse_expression, c, words(c)));
            } else if (kind == "annotationEntry" && annotation < annotation_names.size()) {
                out.annotations[annotation_names[annotation++]] = words(c);
            }
        }
        if (out.cells.size() != table.inputs.size() || out.outputs.size() != table.outputs.size())
            stop(node.offset_debug(), fmt::format("the rule has {} inputs and {} outputs, the table {} and {}", out.cells.size(), out.outputs.size(),
                                                  table.inputs.size(), table.outputs.size()));
        return out;
    }

    std::string_view xml_;
    Scope scope_;
    DecisionTable* table_ = nullptr;
};

}  // namespace

Result<Model> load_model(std::string_view xml, const std::vector<std::string>& facts) {
    try {
        return Reader(xml, facts).read();
    } catch (Stop& stop) {
        return tl::unexpected(std::move(stop.why));
    }
}

}  // namespace leye::feel
