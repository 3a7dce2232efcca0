#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "app/commands.hpp"
#include "base/clock.hpp"
#include "engine/feel/graph.hpp"
#include "engine/table/expression.hpp"
#include "engine/table/explain.hpp"
#include "records/catalog/determination.hpp"
#include "records/catalog/phrases.hpp"

namespace leye::app {
namespace {

/// A sentence for whoever typed the command.
struct Stop {
    std::string sentence;
};

std::string text_of(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw Stop{file + ": cannot be read"};
    return {std::istreambuf_iterator<char>(in), {}};
}

[[noreturn]] void stop(const std::string& file, const Refusal& why) {
    const auto at = [&](const char* key) { return why.details.contains(key) ? why.details.at(key) : std::string(); };
    throw Stop{fmt::format("{}:{}: {}", file, at("line").empty() ? "1" : at("line"), at("sentence").empty() ? why.code : at("sentence"))};
}

// JSON knows no days and durations: a text is read as the type wants it.
feel::Value typed(const json::Value& given, const feel::TypeRef& type, const std::string& name) {
    using Kind = feel::Type::Kind;
    if (!type) return feel::of_json(given);
    if (type->kind == Kind::list && type->of && given.is_array()) {
        feel::List items;
        for (const auto& item : given.get_array()) items.push_back(typed(item, type->of, name));
        return feel::Value::list(std::move(items));
    }
    if (type->kind == Kind::context && given.is_object()) {
        feel::Context out;
        for (const auto& [key, value] : given.get_object()) {
            const auto field = std::ranges::find(type->fields, std::string(key), [](const auto& f) { return f.first; });
            out[key] = typed(value, field == type->fields.end() ? nullptr : field->second, name + "." + std::string(key));
        }
        return feel::Value::context(std::move(out));
    }
    if (!given.is_string()) return feel::of_json(given);
    const std::string text(given.get_string());
    const auto read = [&](auto value, const char* wanted) {
        if (!value) throw Stop{fmt::format("{}: «{}» is no {}", name, text, wanted)};
        return feel::Value(std::move(*value));
    };
    switch (type->kind) {
        case Kind::date: return read(feel::parse_day(text), "date such as 2026-01-31");
        case Kind::time: return read(feel::parse_time(text), "time such as 09:30:00");
        case Kind::date_time: return read(feel::parse_date_time(text), "date and time such as 2026-01-31T09:30:00");
        case Kind::months: return read(feel::parse_months(text), "duration such as P1Y6M");
        case Kind::days: return read(feel::parse_days(text), "duration such as P30D");
        default: return feel::Value(text);
    }
}

feel::Context read_facts(const feel::Graph& graph, const std::string& file) {
    const auto parsed = json::parse(text_of(file));
    if (!parsed || !parsed->is_object()) throw Stop{file + ": a JSON object of facts by name is wanted"};
    feel::Context out;
    for (const auto& [key, value] : parsed->get_object()) {
        const std::string name(key);
        const auto id = graph.ids.find(name);
        const auto* element = id == graph.ids.end() ? nullptr : &graph.elements.at(id->second);
        if (!element || element->kind != feel::Element::Kind::input) {
            std::string known;
            for (const auto& [_, e] : graph.elements)
                if (e.kind == feel::Element::Kind::input) known += (known.empty() ? "" : ", ") + e.name;
            throw Stop{fmt::format("{}: the model has no input «{}»; it has {}", file, name, known)};
        }
        out[name] = typed(value, element->type, name);
    }
    return out;
}

// A graph names an element by its model too.
std::string own_id(const std::string& id) { return id.substr(id.rfind('#') + 1); }

// The decision by its id or name; without one, the only decision that no other needs.
const feel::Element& decision_of(const feel::Graph& graph, const std::string& wanted) {
    std::vector<const feel::Element*> last;
    std::string names;
    for (const auto& [id, e] : graph.elements) {
        if (e.kind != feel::Element::Kind::decision) continue;
        if (!wanted.empty() && (own_id(id) == wanted || e.name == wanted)) return e;
        names += (names.empty() ? "" : ", ") + own_id(id);
        const bool needed = std::ranges::any_of(graph.elements, [&](const auto& other) {
            return std::ranges::any_of(other.second.needs, [&](const auto& need) { return need.id == id; });
        });
        if (!needed) last.push_back(&e);
    }
    if (!wanted.empty()) throw Stop{fmt::format("the model has no decision «{}»; it has {}", wanted, names)};
    if (last.size() != 1) throw Stop{fmt::format("name one with --decision: {}", names)};
    return *last[0];
}

json::Array in_json(const std::vector<table::Sentence>& all, std::string table::Sentence::*language) {
    json::Array out;
    for (const auto& s : all) out.emplace_back(s.*language);
    return out;
}

json::Object in_json(const feel::DecisionTable& table, const table::Turn& turn) {
    json::Array steps;
    for (const auto& s : turn.steps)
        steps.push_back(json::Object{{"input", table.inputs[static_cast<size_t>(s.input) - 1].source}, {"from", feel::to_json(s.from)}, {"to", feel::to_json(s.to)}});
    return {{"steps", std::move(steps)},
            {"rule", turn.rule},
            {"outputs", feel::to_json(feel::Value::context(turn.outputs))},
            {"words", json::Object{{"zh", turn.words.zh}, {"en", turn.words.en}}}};
}

void print_both(const std::vector<table::Sentence>& all) {
    for (const auto& s : all) fmt::print("{}\n", s.zh);
    fmt::print("\n");
    for (const auto& s : all) fmt::print("{}\n", s.en);
}

// What the catalogue calls the facts of cases; nothing where there is no catalogue.
table::Labels labels_in(const std::string& catalog_dir) {
    table::Labels out;
    if (!std::filesystem::is_directory(catalog_dir + "/phrases")) return out;
    std::vector<std::string> faults;
    const auto phrases = catalog::Phrases::load(catalog_dir, faults);
    for (const auto facts : {catalog::fact_names(), catalog::determination_fact_names()})
        for (const auto& fact : facts)
            if (const auto key = "fact_" + std::string(fact.name); phrases.has(key)) out[std::string(fact.name)] = {phrases.get(key).zh, phrases.get(key).en};
    return out;
}

void decide(const Config& config, const Asked& asked, const Output& out) {
    const std::string xml = text_of(asked.model);
    const auto graph = feel::load_graph(xml);
    if (!graph) stop(asked.model, graph.error());
    const feel::Element& decision = decision_of(*graph, asked.decision);
    feel::Context facts = read_facts(*graph, asked.input);
    const Instant now = SystemClock().now();
    const auto answer = feel::answer(*graph, decision.name, facts, now);
    if (!answer) stop(asked.model, answer.error());

    const std::string id = own_id(decision.id);
    json::Object told{{"decision", id}, {"output", feel::to_json(answer->output)}};
    if (!out.json) fmt::print("{}\n", table::source_of(answer->output));
    if (asked.trace || asked.change) {
        const table::Labels labels = labels_in(config.catalog);
        std::vector<std::string> names;
        for (const auto& [_, e] : graph->elements)
            if (e.kind == feel::Element::Kind::input || e.kind == feel::Element::Kind::decision) names.push_back(e.name);
        const auto model = feel::load_model(xml, names);
        if (!model) stop(asked.model, model.error());
        const auto found = model->tables.find(id);
        if (found == model->tables.end()) throw Stop{fmt::format("{}: the decision {} is no decision table, so it has no trace", asked.model, id)};
        const feel::DecisionTable& table = found->second;
        // What it asks of other decisions is a fact to this table, and not to be changed.
        std::set<std::string, std::less<>> fixed(asked.fixed.begin(), asked.fixed.end());
        for (const auto& need : decision.needs)
            if (const auto e = graph->elements.find(need.id); e != graph->elements.end() && e->second.kind == feel::Element::Kind::decision) {
                const auto part = feel::answer(*graph, need.name, facts, now);
                if (part) facts[need.name] = part->output;
                fixed.insert(need.name);
            }
        for (const auto& name : table.names) facts.try_emplace(name);
        const auto outcome = feel::decide(table, facts, now);
        if (!outcome && outcome.error().code == "table_costly") throw Stop{fmt::format("{}: the table {} takes too long for this case; write its costly cells more simply", asked.model, id)};
        if (!outcome) throw Stop{fmt::format("{}: rules {} and {} contradict each other", asked.model, outcome.error().details.at("first"), outcome.error().details.at("second"))};
        if (asked.trace) {
            const auto said = table::explain(table, *outcome, "clause", labels);
            told["trace"] = feel::to_json(table, outcome->trace);
            told["explanation"] = json::Object{{"zh", in_json(said, &table::Sentence::zh)}, {"en", in_json(said, &table::Sentence::en)}};
            if (!out.json) fmt::print("\n"), print_both(said);
        }
        if (asked.change) {
            json::Array changes;
            std::vector<table::Sentence> said;
            for (const auto& turn : table::turns(table, facts, now, fixed, 3, labels)) changes.push_back(in_json(table, turn)), said.push_back(turn.words);
            told["change"] = std::move(changes);
            if (said.empty()) said.push_back({"改变可改的事实，结果也不会不同", "No change of the facts that can change gives another answer"});
            if (!out.json) fmt::print("\n"), print_both(said);
        }
    }
    if (out.json) fmt::print("{}\n", json::print(told));
}

}  // namespace

int run_decide(const Config& config, const Asked& asked, const Output& out) {
    try {
        decide(config, asked, out);
        return 0;
    } catch (const Stop& why) {
        fmt::print(stderr, "{}\n", why.sentence);
        return 2;
    }
}

}  // namespace leye::app
