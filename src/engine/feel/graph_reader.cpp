#include <fmt/format.h>

#include <algorithm>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "engine/feel/model_reader.hpp"

namespace leye::feel {
namespace {

constexpr size_t imports_max = 8, files_max = 64, visible_max = 500'000;

// The first circle on the way from `id`; empty where there is none. A decision once seen whole is not entered
// again. A row of more than 500 is given as it is, its ends apart.
void find_circle(const Graph& graph, const std::string& id, std::map<std::string, int>& state,
                 std::vector<std::string>& path, std::vector<std::string>& circle) {
    const auto it = graph.elements.find(id);
    if (it == graph.elements.end() || it->second.kind != Element::Kind::decision || !circle.empty() ||
        state[id] == 2)
        return;
    if (state[id] == 1 || path.size() > 500) {
        const auto from = std::ranges::find(path, id);
        circle.assign(from == path.end() ? path.begin() : from, path.end());
        circle.push_back(id);
        return;
    }
    state[id] = 1;
    path.push_back(id);
    for (const auto& need : it->second.needs) find_circle(graph, need.id, state, path, circle);
    path.pop_back();
    state[id] = 2;
}

void note_circles(Graph& graph) {
    std::map<std::string, int> state;
    for (const auto& [id, e] : graph.elements) {
        std::vector<std::string> path, circle;
        find_circle(graph, id, state, path, circle);
        if (circle.empty()) continue;
        if (circle.front() != circle.back()) {
            graph.faults.push_back(fmt::format("line {}: more than 500 decisions need each other in a row",
                                               graph.elements.at(circle[0]).line));
            continue;
        }
        std::string names;
        for (const auto& c : circle) names += (names.empty() ? "" : " → ") + graph.elements.at(c).name;
        graph.faults.push_back(
            fmt::format("line {}: decisions need each other in a circle: {}; take one requirement out",
                        graph.elements.at(circle[0]).line, names));
    }
}

}  // namespace

void ModelReader::read_elements() {
    for (const auto& c : file_.root().children()) head(c);
    for (const auto& c : file_.root().children()) body(c);
}

std::map<std::string, DecisionTable, std::less<>> ModelReader::read_tables() {
    std::map<std::string, DecisionTable, std::less<>> out;
    for (const auto& n : file_.root().children())
        if (const auto v = child_named(n, "variable")) named_types_[name_of(n)] = type_at(v);
    for (const auto& n : file_.root().children()) {
        const auto t = local_name(n) == "decision" ? child_named(n, "decisionTable") : pugi::xml_node();
        if (!t) continue;
        element_ = n.attribute("name").value();
        const auto v = child_named(n, "variable");
        element_type_ = v ? type_at(v) : nullptr;
        DecisionTable read = std::move(*table(t, *reading_.facts));
        read.id = n.attribute("id").value();
        const std::string id = read.id;
        if (!out.emplace(id, std::move(read)).second) stop(n, "两个决策的 id 都是 " + id, "two decisions have the id " + id);
    }
    if (out.empty()) stop(file_.root(), "没有决策表", "there is no decision table");
    return out;
}

void ModelReader::show(std::string path, const std::string& id) {
    if (visible_.size() >= visible_max) stop(file_.root(), "引用带进来的名字超过 50 万个", "the imports bring in more than 500,000 names");
    path_of_.try_emplace(id, path);
    visible_.push_back({std::move(path), id});
}

void ModelReader::import(const pugi::xml_node& n) {
    const std::string space = n.attribute("namespace").value(), alias = name_of(n);
    if (std::string_view(n.attribute("importType").value()).find("DMN") == std::string_view::npos) return;
    auto& open = reading_.open;
    if (open.empty()) open.push_back(space_);
    if (const auto from = std::ranges::find(open, space); from != open.end()) {
        std::string chain;
        for (auto it = from; it != open.end(); ++it) chain += *it + " → ";
        stop(n, "模型互相引用成了圈：" + chain + space + "；请去掉一处引用", "the models import each other in a circle: " + chain + space + "; take one import out");
    }
    auto& reader = reading_.read[space];
    if (!reader) {
        if (open.size() > imports_max) stop(n, "引用超过 8 层", "imports go more than 8 levels deep");
        if (reading_.read.size() > files_max) stop(n, "引用的模型超过 64 个", "more than 64 models are imported");
        const auto xml = reading_.imports ? reading_.imports(space) : std::nullopt;
        if (!xml) {
            reading_.read.erase(space);
            reading_.graph.faults.push_back(
                fmt::format("line {}: there is no model to import for {}", file_.line_of(n), space));
            return;
        }
        open.push_back(space);
        try {
            auto made = std::make_shared<ModelReader>(*xml, reading_);
            made->read_elements();
            reading_.read[space] = std::move(made);
        } catch (ModelStop& fault) {
            fault.why.details["sentence"] = "in " + space + ": " + fault.why.details["sentence"];
            fault.why.details["zh"] = space + " 里：" + fault.why.details["zh"];
            throw;
        }
        open.pop_back();
    }
    const auto& made = reading_.read[space];
    for (const auto& v : made->visible_) show(alias.empty() ? v.path : alias + "\x1f" + v.path, v.id);
    members_.insert(made->members_.begin(), made->members_.end());
    imported_[alias] = made;
}

std::string ModelReader::global(std::string_view href) const {
    const size_t hash = href.find('#');
    if (hash == href.npos) return space_ + "#" + std::string(href);
    return hash == 0 ? space_ + std::string(href) : std::string(href);
}
std::string ModelReader::id_of(const pugi::xml_node& n) const {
    const char* id = n.attribute("id").value();
    return global(*id ? std::string(id) : name_of(n));
}

// First pass: what there is. Second: what it does, with all names known.
void ModelReader::head(const pugi::xml_node& n) {
    Element e;
    const auto kind = local_name(n);
    if (kind == "inputData")
        e.kind = Element::Kind::input;
    else if (kind == "decision")
        e.kind = Element::Kind::decision;
    else if (kind == "businessKnowledgeModel")
        e.kind = Element::Kind::knowledge;
    else if (kind == "decisionService")
        e.kind = Element::Kind::service;
    else
        return;
    e.name = name_of(n);
    e.id = id_of(n);
    e.line = file_.line_of(n);
    if (const auto v = child_named(n, "variable")) e.type = type_at(v);
    show(e.name, e.id);
    named_types_[e.name] = e.type;
    if (reading_.open.size() <= 1) reading_.graph.ids[e.name] = e.id;
    reading_.graph.elements[e.id] = std::move(e);
}

void ModelReader::body(const pugi::xml_node& n) {
    const auto found = reading_.graph.elements.find(id_of(n));
    if (found == reading_.graph.elements.end()) return;
    Element& e = found->second;
    element_ = e.name;
    element_type_ = e.kind == Element::Kind::decision ? e.type : nullptr;
    if (e.kind == Element::Kind::input) return;
    if (e.kind == Element::Kind::service) {
        for (const auto& c : n.children()) {
            const std::string id = global(c.attribute("href").value());
            if (local_name(c) == "outputDecision") e.outputs.push_back(id);
            if (local_name(c) == "inputData") e.inputs.push_back(id);
            if (local_name(c) == "inputDecision") e.input_decisions.push_back(id);
            if (local_name(c) == "encapsulatedDecision") e.encapsulated.push_back(id);
        }
        return;
    }
    Scope scope;
    for (const auto& r : n.children()) {
        if (local_name(r) != "informationRequirement" && local_name(r) != "knowledgeRequirement") continue;
        for (const auto& c : r.children()) {
            const char* href = c.attribute("href").value();
            const auto it = path_of_.find(global(href));
            if (it == path_of_.end()) {
                fault(c, href, "：所需要的不在这里的任何模型里", ": what is required is in no model here");
                continue;
            }
            e.needs.push_back({it->second, it->first});
            scope.insert(it->second.substr(0, it->second.find('\x1f')));
        }
    }
    if (e.kind == Element::Kind::knowledge) {
        scope.insert(e.name);
        e.needs.push_back({e.name, e.id});
        if (const auto f = child_named(n, "encapsulatedLogic")) e.logic = function(f, scope);
    } else if (const auto x = expression_in(n)) {
        e.logic = box(x, scope);
    }
}

Result<Graph> load_graph(std::string_view xml, const Source& imports) {
    Graph graph;
    graph.hash = text::hex(sha256(xml)).substr(0, 12);
    ModelReading reading{graph, imports};
    try {
        ModelReader(xml, reading).read_elements();
    } catch (ModelStop& stop) {
        return tl::unexpected(std::move(stop.why));
    }
    note_circles(graph);
    return graph;
}

Result<Model> load_model(std::string_view xml, const std::vector<std::string>& facts) {
    Graph graph;
    const Scope known(facts.begin(), facts.end());
    const Source no_imports;
    ModelReading reading{graph, no_imports, &known};
    try {
        return Model{text::hex(sha256(xml)).substr(0, 12), ModelReader(xml, reading).read_tables()};
    } catch (ModelStop& stop) {
        return tl::unexpected(std::move(stop.why));
    }
}

}  // namespace leye::feel
