#include "engine/feel/graph.hpp"

#include <algorithm>
#include <set>

#include "engine/feel/type.hpp"

namespace leye::feel {
namespace {

constexpr char behind = '\x1f';  // between an import's name and what is in it

// An element, and by which imports one comes to it: the same model may be imported on several ways with an
// input of its own on each.
struct Place {
    std::string way, id;
    auto operator<=>(const Place&) const = default;
};

bool may_hold_function(const Value& v, int depth) {
    if (v.as_function() || depth > 20) return true;
    const auto inside = [&](const Value& x) { return may_hold_function(x, depth + 1); };
    if (const auto* l = v.as_list()) return std::ranges::any_of(*l, inside);
    if (const auto* c = v.as_context())
        return std::ranges::any_of(*c, [&](const auto& entry) { return inside(entry.second); });
    return false;
}

// One run over a graph. What is asked for is worked out once and kept.
class Asking {
  public:
    Asking(const Graph& graph, const Context& inputs, Run& run) : graph_(graph), inputs_(inputs), run_(run) {}

    Value value_of(const Place& place) {
        const auto found = graph_.elements.find(place.id);
        if (found == graph_.elements.end()) return run_.null("there is no element " + place.id);
        const Element& e = found->second;
        if (const auto known = values_.find(place); known != values_.end()) return known->second;
        if (e.kind == Element::Kind::knowledge) return values_[place] = knowledge(e, place.way);
        if (e.kind == Element::Kind::service) return values_[place] = service_function(e, place.way);
        if (e.kind == Element::Kind::input) {
            const Value v = given(e.name, place.way);
            return values_[place] = e.type ? coerced(v, *e.type, run_) : v;
        }
        if (!e.logic) return run_.null("the decision " + e.name + " cannot be read");
        if (!open_.insert(place).second) return run_.null("decisions need each other in a circle: " + e.name);
        if (open_.size() > 500) return run_.null("more than 500 decisions need each other in a row");
        const Value v = evaluate(*e.logic, frame_for(e, place.way), run_);
        open_.erase(place);
        return values_[place] = e.type ? coerced(v, *e.type, run_) : v;
    }

    void set(const Place& place, Value v) { values_[place] = std::move(v); }

    Value service(const Element& e, const std::string& way) {
        Context out;
        for (const auto& id : e.outputs)
            if (const auto it = graph_.elements.find(id); it != graph_.elements.end())
                out[it->second.name] = value_of({way, id});
        Value v =
            e.outputs.size() == 1 && out.size() == 1 ? out.begin()->second : Value::context(std::move(out));
        return e.type && e.type->kind != Type::Kind::function ? coerced(v, *e.type, run_) : v;
    }

  private:
    // What was given for an input: behind the names of the imports on the way, else under its own name.
    Value given(const std::string& name, std::string_view way) const {
        const Context* in = &inputs_;
        while (in && !way.empty()) {
            const size_t end = way.find(behind);
            const auto it = in->find(way.substr(0, end));
            in = it == in->end() ? nullptr : it->second.as_context();
            way.remove_prefix(end + 1);
        }
        if (const auto it = in ? in->find(name) : inputs_.end(); in && it != in->end()) return it->second;
        const auto plain = inputs_.find(name);
        return plain == inputs_.end() ? Value() : plain->second;
    }

    Value knowledge(const Element& e, const std::string& way) {
        if (!e.logic || e.logic->kind != NodeKind::function) return run_.null(e.name + " cannot be read");
        Function fn;
        fn.parameters = e.logic->keys;
        fn.types = e.logic->types;
        fn.result = e.type && e.type->kind == Type::Kind::function ? e.type->of : e.type;
        // The frame is made at the call, so that models that need each other can call each other.
        fn.native = [this, &e, way](std::vector<Value> arguments, Run& run) -> Value {
            if (++depth_ > 200) {
                --depth_;
                return run.null("knowledge models call each other too deep");
            }
            Context names;
            for (size_t i = 0; i < arguments.size(); ++i) names[e.logic->keys[i]] = std::move(arguments[i]);
            const auto frame = std::make_shared<const Frame>(Frame{frame_for(e, way), std::move(names)});
            const Value v = evaluate(*e.logic->body, frame, run);
            --depth_;
            return e.type && e.type->kind != Type::Kind::function ? coerced(v, *e.type, run) : v;
        };
        return std::make_shared<const Function>(std::move(fn));
    }

    Value service_function(const Element& e, const std::string& way) {
        Function fn;
        std::vector<std::string> ids = e.inputs;
        ids.insert(ids.end(), e.input_decisions.begin(), e.input_decisions.end());
        for (const auto& id : ids) {
            const auto it = graph_.elements.find(id);
            fn.parameters.push_back(it == graph_.elements.end() ? id : it->second.name);
            fn.types.push_back(it == graph_.elements.end() ? nullptr : it->second.type);
        }
        fn.native = [this, &e, way, ids](std::vector<Value> arguments, Run& run) -> Value {
            if (run.depth > 500) return run.null("decision services call each other too deep");
            auto inner = std::make_unique<Asking>(graph_, inputs_, run);
            for (size_t i = 0; i < ids.size(); ++i) inner->set({way, ids[i]}, arguments[i]);
            Value v = inner->service(e, way);
            if (may_hold_function(v, 0)) inner_.push_back(std::move(inner));
            return v;
        };
        return std::make_shared<const Function>(std::move(fn));
    }

    // The values of what an element needs, by name; what is imported as a context, one level for each import.
    FrameRef frame_for(const Element& e, const std::string& way) {
        Context names;
        for (const auto& need : e.needs) {
            const size_t last = need.name.rfind(behind);
            put(names, need.name,
                value_of({last == need.name.npos ? way : way + need.name.substr(0, last + 1), need.id}));
        }
        return std::make_shared<const Frame>(Frame{nullptr, std::move(names)});
    }

    static void put(Context& into, std::string_view path, Value v) {
        const size_t end = path.find(behind);
        if (end == path.npos) {
            into[std::string(path)] = std::move(v);
            return;
        }
        const std::string head(path.substr(0, end));
        Context inner;
        if (const auto it = into.find(head); it != into.end() && it->second.as_context())
            inner = *it->second.as_context();
        put(inner, path.substr(end + 1), std::move(v));
        into[head] = Value::context(std::move(inner));
    }

    const Graph& graph_;
    const Context& inputs_;
    Run& run_;
    std::map<Place, Value> values_;
    std::set<Place> open_;  ///< decisions being worked out
    std::vector<std::unique_ptr<Asking>>
        inner_;  ///< those whose answer holds functions, which look into them
    int depth_ = 0;
};

}  // namespace

Result<Answer> answer(const Graph& graph, std::string_view name, const Context& inputs, Instant now) {
    const auto id = graph.ids.find(name);
    if (id == graph.ids.end()) return refuse("decision_unknown", "", {{"name", std::string(name)}});
    const Element& e = graph.elements.at(id->second);
    Run run{now};
    Asking asking(graph, inputs, run);
    Answer out;
    if (e.kind == Element::Kind::service) {
        for (const auto& d : e.input_decisions) {
            const auto it = graph.elements.find(d);
            if (it == graph.elements.end()) continue;
            if (const auto given = inputs.find(it->second.name); given != inputs.end())
                asking.set({"", d}, given->second);
        }
        out.output = asking.service(e, "");
    } else {
        out.output = asking.value_of({"", id->second});
    }
    out.tables = std::move(run.tables);
    out.diagnostics = std::move(run.diagnostics);
    return out;
}

}  // namespace leye::feel
