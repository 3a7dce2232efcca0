#include "engine/feel/graph.hpp"

#include <algorithm>

#include "engine/feel/type.hpp"

namespace leye::feel {
namespace {

// One run over a graph. What is asked for is worked out once and kept.
class Asking {
  public:
    Asking(const Graph& graph, const Context& inputs, Run& run) : graph_(graph), inputs_(inputs), run_(run) {}

    Value value_of(const std::string& id) {
        const auto found = graph_.elements.find(id);
        if (found == graph_.elements.end()) return run_.null("there is no element " + id);
        const Element& e = found->second;
        if (const auto known = values_.find(id); known != values_.end()) return known->second;
        if (e.kind == Element::Kind::knowledge || e.kind == Element::Kind::service) return function_of(e);
        if (e.kind == Element::Kind::input) {
            const auto given = inputs_.find(e.name);
            Value v = given == inputs_.end() ? Value() : given->second;
            return values_[id] = e.type ? coerced(v, *e.type, run_) : v;
        }
        if (!e.logic) return run_.null("the decision " + e.name + " cannot be read");
        if (++depth_ > 200) {
            --depth_;
            return run_.null("decisions need each other in a circle");
        }
        Value v = evaluate(*e.logic, frame_for(e), run_);
        --depth_;
        return values_[id] = e.type ? coerced(v, *e.type, run_) : v;
    }

    void set(const std::string& id, Value v) { values_[id] = std::move(v); }

    Value service(const Element& e) {
        Context out;
        for (const auto& id : e.outputs) {
            const auto it = graph_.elements.find(id);
            if (it != graph_.elements.end()) out[it->second.name] = value_of(id);
        }
        Value v = e.outputs.size() == 1 && out.size() == 1 ? out.begin()->second : Value::context(std::move(out));
        return e.type && e.type->kind != Type::Kind::function ? coerced(v, *e.type, run_) : v;
    }

    Value function_of(const Element& e) {
        if (const auto known = values_.find(e.id); known != values_.end()) return known->second;
        Function fn;
        if (e.kind == Element::Kind::knowledge) {
            if (!e.logic || e.logic->kind != NodeKind::function) return run_.null(e.name + " cannot be read");
            const std::shared_ptr<const Node> logic = e.logic;
            fn.parameters = logic->keys;
            fn.types = logic->types;
            fn.result = e.type && e.type->kind != Type::Kind::function ? e.type : e.type && e.type->of ? e.type->of : nullptr;
            // The frame is made at the call, so that models that need each other can call each other.
            const Element* element = &e;
            fn.native = [this, element, logic](std::vector<Value> arguments, Run& run) -> Value {
                if (++depth_ > 200) {
                    --depth_;
                    return run.null("knowledge models call each other too deep");
                }
                Context names;
                for (size_t i = 0; i < arguments.size(); ++i) names[logic->keys[i]] = std::move(arguments[i]);
                auto frame = std::make_shared<const Frame>(Frame{frame_for(*element), std::move(names)});
                Value v = evaluate(*logic->body, frame, run);
                --depth_;
                const TypeRef& t = element->type;
                return t && t->kind != Type::Kind::function ? coerced(v, *t, run) : v;
            };
            fn.result = nullptr;
        } else {
            std::vector<std::string> ids = e.inputs;
            ids.insert(ids.end(), e.input_decisions.begin(), e.input_decisions.end());
            for (const auto& id : ids) {
                const auto it = graph_.elements.find(id);
                fn.parameters.push_back(it == graph_.elements.end() ? id : it->second.name);
                fn.types.push_back(it == graph_.elements.end() ? nullptr : it->second.type);
            }
            const Element* element = &e;
            fn.native = [this, element, ids](std::vector<Value> arguments, Run& run) -> Value {
                if (run.depth > 500) return run.null("decision services call each other too deep");
                Asking inner(graph_, inputs_, run);
                for (size_t i = 0; i < ids.size(); ++i) inner.set(ids[i], arguments[i]);
                return inner.service(*element);
            };
        }
        return values_[e.id] = std::make_shared<const Function>(std::move(fn));
    }

    // The values of what an element needs, by name; «import.name» as a context.
    FrameRef frame_for(const Element& e) {
        Context names;
        for (const auto& need : e.needs) {
            Value v = value_of(need.id);
            const size_t dot = need.name.find('\x1f');
            if (dot == need.name.npos) {
                names[need.name] = std::move(v);
                continue;
            }
            // Behind an import's name, one level for each import.
            put(names, need.name, std::move(v));
        }
        return std::make_shared<const Frame>(Frame{nullptr, std::move(names)});
    }

  private:
    static void put(Context& into, std::string_view path, Value v) {
        const size_t dot = path.find('\x1f');
        if (dot == path.npos) {
            into[std::string(path)] = std::move(v);
            return;
        }
        const std::string head(path.substr(0, dot));
        Context inner;
        if (const auto it = into.find(head); it != into.end() && it->second.as_context()) inner = *it->second.as_context();
        put(inner, path.substr(dot + 1), std::move(v));
        into[head] = Value::context(std::move(inner));
    }

    const Graph& graph_;
    const Context& inputs_;
    Run& run_;
    std::map<std::string, Value> values_;
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
            if (const auto given = inputs.find(it->second.name); given != inputs.end()) asking.set(d, given->second);
        }
        out.output = asking.service(e);
    } else {
        out.output = asking.value_of(id->second);
    }
    out.tables = std::move(run.tables);
    out.diagnostics = std::move(run.diagnostics);
    return out;
}

}  // namespace leye::feel
