#include <fmt/format.h>
#include <algorithm>
#include <pugixml.hpp>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "engine/feel/graph.hpp"
#include "engine/feel/names.hpp"
#include "engine/feel/type.hpp"

namespace leye::feel {
namespace {

constexpr size_t bytes_max = 10'000'000, rules_max = 20'000;
constexpr int imports_max = 8, boxes_max = 100;

struct Stop {
    Refusal why;
};

std::string_view local(const pugi::xml_node& n) {
    const std::string_view name = n.name();
    const size_t colon = name.find(':');
    return colon == name.npos ? name : name.substr(colon + 1);
}
pugi::xml_node child(const pugi::xml_node& n, std::string_view name) {
    for (const auto& c : n.children())
        if (local(c) == name) return c;
    return {};
}
std::string text_in(const pugi::xml_node& n) {
    std::string out;
    const pugi::xml_node at = child(n, "text");
    for (const auto& c : at.children()) out += c.value();
    return std::string(text::trim(out));
}
std::string name_of(const pugi::xml_node& n) { return normal_name(n.attribute("name").value()); }
bool is_expression(std::string_view name) {
    static constexpr std::string_view names[] = {"literalExpression", "context", "functionDefinition", "invocation", "relation", "list", "decisionTable", "conditional", "filter", "for", "some", "every"};
    return std::ranges::find(names, name) != std::end(names);
}
pugi::xml_node expression_in(const pugi::xml_node& n) {
    for (const auto& c : n.children())
        if (is_expression(local(c))) return c;
    return {};
}
Tree made(NodeKind kind) {
    auto n = std::make_unique<Node>();
    n->kind = kind;
    return n;
}

class Reader {
  public:
    Reader(std::string_view xml, const Source& imports, Graph& graph, int depth) : xml_(xml), imports_(imports), graph_(graph), depth_(depth) {}

    void read(const std::string& alias) {
        if (xml_.size() > bytes_max) stop(0, "the file is larger than 10 MB");
        const auto parsed = document_.load_buffer(xml_.data(), xml_.size(), pugi::parse_default & ~pugi::parse_doctype);
        if (!parsed) stop(parsed.offset, parsed.description(), "dmn_malformed");
        const pugi::xml_node root = document_.document_element();
        if (local(root) != "definitions") stop(root.offset_debug(), "the root must be definitions");
        space_ = root.attribute("namespace").value();
        collect_names(root, 0);
        for (const auto& c : root.children()) {
            if (local(c) == "import") import(c);
            if (local(c) == "itemDefinition") definitions_[name_of(c)] = c;
        }
        reading_.members = &members_;
        reading_.strict = false;
        reading_.type = [this](const std::string& name) { return type_named(name); };
        for (const auto& c : root.children()) head(c, alias);
        for (const auto& c : root.children()) body(c);
    }

    TypeRef type_named(const std::string& raw) {
        const std::string name = normal_name(raw);
        if (const auto it = types_.find(name); it != types_.end()) return it->second;
        if (const auto it = definitions_.find(name); it != definitions_.end()) {
            types_[name] = simple_type(Type::Kind::any);  // what refers to itself is of any type there
            return types_[name] = definition(it->second, 0);
        }
        const size_t dot = name.find('.');
        if (dot != name.npos)
            if (const auto it = imported_.find(name.substr(0, dot)); it != imported_.end()) return it->second->type_named(name.substr(dot + 1));
        if (const auto it = imported_.find(""); it != imported_.end())
            if (auto t = it->second->type_named(name)) return t;
        const size_t colon = name.find(':');
        if (const auto kind = kind_named(colon == name.npos ? name : name.substr(colon + 1))) return simple_type(*kind);
        return nullptr;
    }

    struct Named {
        std::string path, id;
    };
    std::vector<Named> visible;  ///< every element by its name, imported ones behind their import's

  private:
    [[noreturn]] void stop(ptrdiff_t offset, std::string sentence, std::string code = "dmn_table") {
        const auto line = line_at(offset);
        throw Stop{{.code = std::move(code), .details = {{"line", std::to_string(line)}, {"sentence", std::move(sentence)}}}};
    }
    long line_at(ptrdiff_t offset) const {
        return 1 + std::count(xml_.begin(), xml_.begin() + std::clamp<ptrdiff_t>(offset, 0, static_cast<ptrdiff_t>(xml_.size())), '\n');
    }
    void collect_names(const pugi::xml_node& n, int depth) {
        if (depth > 300) stop(n.offset_debug(), "the file is nested too deep");
        if (const auto a = n.attribute("name")) members_.insert(normal_name(a.value()));
        for (const auto& c : n.children()) collect_names(c, depth + 1);
    }

    void import(const pugi::xml_node& n) {
        const std::string space = n.attribute("namespace").value(), alias = name_of(n);
        if (std::string_view(n.attribute("importType").value()).find("DMN") == std::string_view::npos) return;
        if (depth_ >= imports_max) stop(n.offset_debug(), "imports go too deep");
        const auto xml = imports_ ? imports_(space) : std::nullopt;
        if (!xml) return graph_.faults.push_back("there is no model to import for " + space);
        texts_.push_back(std::make_unique<std::string>(*xml));
        auto reader = std::make_shared<Reader>(*texts_.back(), imports_, graph_, depth_ + 1);
        reader->read(alias);
        for (const auto& v : reader->visible) visible.push_back({alias.empty() ? v.path : alias + "\x1f" + v.path, v.id});
        members_.insert(reader->members_.begin(), reader->members_.end());
        imported_[alias] = std::move(reader);
    }

    std::string global(std::string_view href) const {
        const size_t hash = href.find('#');
        if (hash == href.npos) return space_ + "#" + std::string(href);
        return hash == 0 ? space_ + std::string(href) : std::string(href);
    }

    // First pass: what there is. Second: what it does, with all names known.
    void head(const pugi::xml_node& n, const std::string&) {
        Element e;
        const auto kind = local(n);
        if (kind == "inputData") e.kind = Element::Kind::input;
        else if (kind == "decision") e.kind = Element::Kind::decision;
        else if (kind == "businessKnowledgeModel") e.kind = Element::Kind::knowledge;
        else if (kind == "decisionService") e.kind = Element::Kind::service;
        else return;
        e.name = name_of(n);
        const char* id = n.attribute("id").value();
        e.id = global(*id ? id : e.name);
        if (const auto v = child(n, "variable"); v.attribute("typeRef")) e.type = type_named(v.attribute("typeRef").value());
        visible.push_back({e.name, e.id});
        if (depth_ == 0) graph_.ids[e.name] = e.id;
        graph_.elements[e.id] = std::move(e);
    }

    void body(const pugi::xml_node& n) {
        const char* raw = n.attribute("id").value();
        const auto found = graph_.elements.find(global(*raw ? std::string(raw) : name_of(n)));
        if (found == graph_.elements.end()) return;
        Element& e = found->second;
        element_ = e.name;
        if (e.kind == Element::Kind::input) return;
        if (e.kind == Element::Kind::service) {
            for (const auto& c : n.children()) {
                const std::string id = global(c.attribute("href").value());
                if (local(c) == "outputDecision") e.outputs.push_back(id);
                if (local(c) == "inputData") e.inputs.push_back(id);
                if (local(c) == "inputDecision") e.input_decisions.push_back(id);
                if (local(c) == "encapsulatedDecision") e.encapsulated.push_back(id);
            }
            return;
        }
        Scope scope;
        for (const auto& r : n.children()) {
            if (local(r) != "informationRequirement" && local(r) != "knowledgeRequirement") continue;
            for (const auto& c : r.children()) {
                const char* href = c.attribute("href").value();
                if (!*href) continue;
                const std::string id = global(href);
                for (const auto& v : visible)
                    if (v.id == id) {
                        e.needs.push_back({v.path, id});
                        scope.insert(v.path.substr(0, v.path.find('\x1f')));
                        break;
                    }
            }
        }
        if (e.kind == Element::Kind::knowledge) {
            scope.insert(e.name);
            e.needs.push_back({e.name, e.id});
            if (const auto f = child(n, "encapsulatedLogic")) e.logic = function(f, scope);
        } else if (const auto x = expression_in(n)) {
            e.logic = box(x, scope);
        }
    }

    TypeRef definition(const pugi::xml_node& n, int depth) {
        if (depth > 50) return simple_type(Type::Kind::any);
        auto t = std::make_shared<Type>();
        if (const auto r = child(n, "typeRef")) {
            const TypeRef base = type_named(r.text().get());
            if (base) *t = *base;
        }
        for (const auto& c : n.children())
            if (local(c) == "itemComponent") {
                t->kind = Type::Kind::context;
                t->fields.emplace_back(name_of(c), definition(c, depth + 1));
            }
        if (const auto f = child(n, "functionItem")) {
            t->kind = Type::Kind::function;
            t->of = type_named(f.attribute("outputTypeRef").value());
        }
        const auto tests_of = [&](const char* element) -> std::shared_ptr<const Node> {
            const auto a = child(n, element);
            return a ? tests(a, text_in(a), {}) : nullptr;
        };
        if (auto allowed = tests_of("allowedValues")) t->allowed = std::move(allowed);
        if (n.attribute("isCollection").as_bool()) {
            auto list = std::make_shared<Type>();
            list->kind = Type::Kind::list;
            list->of = t;
            t = std::move(list);
        }
        if (auto constraint = tests_of("typeConstraint")) t->allowed = std::move(constraint);
        return t;
    }

    void fault(const pugi::xml_node& n, const std::string& source, const Refusal& why) {
        graph_.faults.push_back(fmt::format("line {}: {}: «{}»: {}", line_at(n.offset_debug()), element_, source, why.details.at("sentence")));
    }
    Tree expression(const pugi::xml_node& n, const std::string& source, const Scope& scope) {
        if (source.empty()) return made(NodeKind::literal);
        auto tree = parse_expression(source, scope, reading_);
        if (tree) return std::move(*tree);
        fault(n, source, tree.error());
        return made(NodeKind::literal);
    }
    Tree tests(const pugi::xml_node& n, const std::string& source, const Scope& scope) {
        auto tree = parse_tests(source.empty() ? "-" : source, scope, reading_);
        if (tree) return std::move(*tree);
        fault(n, source, tree.error());
        return made(NodeKind::tests);
    }

    Tree box(const pugi::xml_node& n, const Scope& scope) {
        if (++boxes_ > boxes_max) stop(n.offset_debug(), "boxes are nested too deep");
        Tree out = boxed(n, scope);
        --boxes_;
        const char* type_name = n.attribute("typeRef").value();
        if (!*type_name) return out;
        const TypeRef type = type_named(type_name);
        if (!type || type->kind == Type::Kind::any || local(n) == "functionDefinition") return out;
        auto coerce = made(NodeKind::coerce);
        coerce->children.push_back(std::move(out));
        coerce->types.push_back(type);
        return coerce;
    }
    Tree box_in(const pugi::xml_node& n, const Scope& scope) {
        const auto x = expression_in(n);
        return x ? box(x, scope) : made(NodeKind::literal);
    }

    Tree boxed(const pugi::xml_node& n, const Scope& scope) {
        const auto kind = local(n);
        if (kind == "literalExpression") return expression(n, text_in(n), scope);
        if (kind == "context") return context(n, scope);
        if (kind == "functionDefinition") return function(n, scope);
        if (kind == "invocation") return invocation(n, scope);
        if (kind == "relation") return relation(n, scope);
        if (kind == "decisionTable") return table(n, scope);
        if (kind == "list") {
            auto out = made(NodeKind::list);
            for (const auto& c : n.children())
                if (is_expression(local(c))) out->children.push_back(box(c, scope));
            return out;
        }
        if (kind == "conditional") {
            auto out = made(NodeKind::choose);
            out->boxed = true;
            for (const char* part : {"if", "then", "else"}) out->children.push_back(box_in(child(n, part), scope));
            return out;
        }
        if (kind == "filter") {
            auto out = made(NodeKind::filter);
            out->boxed = true;
            out->children.push_back(box_in(child(n, "in"), scope));
            Scope inner = scope;
            inner.insert("item");
            inner.insert(members_.begin(), members_.end());
            out->children.push_back(box_in(child(n, "match"), inner));
            return out;
        }
        auto out = made(kind == "for" ? NodeKind::loop : kind == "some" ? NodeKind::some : NodeKind::every);
        out->boxed = true;
        const std::string variable = normal_name(n.attribute("iteratorVariable").value());
        out->keys.push_back(variable);
        out->children.push_back(box_in(child(n, "in"), scope));
        Scope inner = scope;
        inner.insert(variable);
        if (kind == "for") inner.insert("partial");
        out->children.push_back(box_in(child(n, kind == "for" ? "return" : "satisfies"), inner));
        return out;
    }

    Tree context(const pugi::xml_node& n, Scope scope) {
        auto out = made(NodeKind::context);
        for (const auto& entry : n.children()) {
            if (local(entry) != "contextEntry") continue;
            const auto v = child(entry, "variable");
            Tree value = box_in(entry, scope);
            if (const auto type = v.attribute("typeRef") ? type_named(v.attribute("typeRef").value()) : nullptr; type && type->kind != Type::Kind::any && type->kind != Type::Kind::function) {
                auto coerce = made(NodeKind::coerce);
                coerce->children.push_back(std::move(value));
                coerce->types.push_back(type);
                value = std::move(coerce);
            }
            out->children.push_back(std::move(value));
            out->keys.push_back(v ? name_of(v) : "");
            if (v) scope.insert(name_of(v));
        }
        return out;
    }

    Tree function(const pugi::xml_node& n, Scope scope) {
        auto out = made(NodeKind::function);
        for (const auto& p : n.children())
            if (local(p) == "formalParameter") {
                out->keys.push_back(name_of(p));
                const auto type = p.attribute("typeRef") ? type_named(p.attribute("typeRef").value()) : nullptr;
                out->types.push_back(type ? type : simple_type(Type::Kind::any));
                scope.insert(name_of(p));
            }
        const std::string_view kind = n.attribute("kind").value();
        out->body = kind.empty() || kind == "FEEL" ? box_in(n, scope) : made(NodeKind::external);
        return out;
    }

    Tree invocation(const pugi::xml_node& n, const Scope& scope) {
        auto out = made(NodeKind::call);
        out->children.push_back(box_in(n, scope));
        for (const auto& b : n.children())
            if (local(b) == "binding") {
                out->keys.push_back(name_of(child(b, "parameter")));
                out->children.push_back(box_in(b, scope));
            }
        return out;
    }

    Tree relation(const pugi::xml_node& n, const Scope& scope) {
        std::vector<std::string> columns;
        auto out = made(NodeKind::list);
        for (const auto& c : n.children()) {
            if (local(c) == "column") columns.push_back(name_of(c));
            if (local(c) != "row") continue;
            auto row = made(NodeKind::context);
            for (const auto& cell : c.children())
                if (is_expression(local(cell)) && row->keys.size() < columns.size()) {
                    row->keys.push_back(columns[row->keys.size()]);
                    row->children.push_back(box(cell, scope));
                }
            out->children.push_back(std::move(row));
        }
        return out;
    }

    void policy(DecisionTable& t, const pugi::xml_node& n) {
        static constexpr std::pair<std::string_view, HitPolicy> names[] = {
            {"UNIQUE", HitPolicy::unique}, {"FIRST", HitPolicy::first}, {"ANY", HitPolicy::any}, {"COLLECT", HitPolicy::collect},
            {"RULE ORDER", HitPolicy::rule_order}, {"PRIORITY", HitPolicy::priority}, {"OUTPUT ORDER", HitPolicy::output_order}};
        const std::string_view name = n.attribute("hitPolicy").as_string("UNIQUE"), how = n.attribute("aggregation").value();
        for (const auto& [text, value] : names)
            if (text == name) t.hit_policy = value;
        t.aggregation = how == "SUM" ? Aggregation::sum : how == "COUNT" ? Aggregation::count : how == "MIN" ? Aggregation::min : how == "MAX" ? Aggregation::max : Aggregation::none;
    }

    void output(DecisionTable& t, const pugi::xml_node& c, const pugi::xml_node& n, const Scope& scope) {
        t.outputs.push_back(name_of(c));
        OutputColumn column;
        const char* type_name = c.attribute("typeRef") ? c.attribute("typeRef").value() : n.attribute("typeRef").value();
        if (*type_name) column.type = type_named(type_name);
        if (const auto values = child(c, "outputValues")) {
            auto list = expression(values, "[" + text_in(values) + "]", scope);
            if (list->kind == NodeKind::list) column.priorities = std::move(list->children);
        } else if (column.type && column.type->allowed) {
            for (const auto& v : column.type->allowed->children)
                if (v->kind == NodeKind::test_value && v->children[0]->kind == NodeKind::literal) {
                    auto literal = made(NodeKind::literal);
                    literal->value = v->children[0]->value;
                    column.priorities.push_back(std::move(literal));
                }
        }
        if (const auto fallback = child(c, "defaultOutputEntry")) column.fallback = expression(fallback, text_in(fallback), scope);
        t.columns.push_back(std::move(column));
    }

    Tree table(const pugi::xml_node& n, const Scope& scope) {
        auto t = std::make_shared<DecisionTable>();
        t->id = n.attribute("id").value();
        t->name = element_;
        policy(*t, n);
        for (const auto& c : n.children()) {
            const auto kind = local(c);
            if (kind == "input") {
                const auto x = child(c, "inputExpression");
                Input in{c.attribute("label").value(), text_in(x), expression(c, text_in(x), scope), nullptr, nullptr};
                if (x.attribute("typeRef")) in.type = type_named(x.attribute("typeRef").value());
                if (const auto values = child(c, "inputValues")) in.allowed = tests(values, text_in(values), scope);
                t->inputs.push_back(std::move(in));
            } else if (kind == "output") {
                output(*t, c, n, scope);
            } else if (kind == "rule") {
                Rule rule;
                for (const auto& cell : c.children()) {
                    if (local(cell) == "inputEntry") {
                        rule.cell_sources.push_back(text_in(cell));
                        rule.cells.push_back(tests(cell, rule.cell_sources.back(), scope));
                    } else if (local(cell) == "outputEntry") {
                        rule.outputs.push_back(expression(cell, text_in(cell), scope));
                    }
                }
                if (rule.cells.size() != t->inputs.size() || rule.outputs.size() != t->outputs.size()) stop(c.offset_debug(), "the rule has other columns than the table");
                t->rules.push_back(std::move(rule));
                if (t->rules.size() > rules_max) stop(c.offset_debug(), "the table is too large");
            }
        }
        if (t->outputs.empty()) stop(n.offset_debug(), "a table has outputs");
        auto out = made(NodeKind::table);
        out->decisions = std::move(t);
        return out;
    }

    std::string_view xml_;
    const Source& imports_;
    Graph& graph_;
    int depth_, boxes_ = 0;
    pugi::xml_document document_;
    std::string space_, element_;
    Scope members_;
    Reading reading_;
    std::map<std::string, pugi::xml_node> definitions_;
    std::map<std::string, TypeRef> types_;
    std::map<std::string, std::shared_ptr<Reader>> imported_;
    std::vector<std::unique_ptr<std::string>> texts_;
};

}  // namespace

Result<Graph> load_graph(std::string_view xml, const Source& imports) {
    Graph graph;
    graph.hash = text::hex(sha256(xml)).substr(0, 12);
    try {
        Reader(xml, imports, graph, 0).read("");
    } catch (Stop& stop) {
        return tl::unexpected(std::move(stop.why));
    }
    return graph;
}

}  // namespace leye::feel
