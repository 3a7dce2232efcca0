#include "engine/feel/conformance.hpp"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <pugixml.hpp>
#include <set>
#include <sstream>

#include "engine/feel/builtins.hpp"
#include "engine/feel/dmn_xml.hpp"
#include "engine/feel/graph.hpp"
#include "engine/feel/names.hpp"

namespace leye::feel {
namespace {

std::string read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

// A text without a type of its own is what the model's type makes of it; without that, a number or a boolean
// where it reads as one; nothing written is nothing.
Value untyped(const std::string& text, const Type* type) {
    using K = Type::Kind;
    const K kind = type ? type->kind : K::any;
    if (text.empty()) return {};
    if (kind == K::string) return text;
    if (kind == K::date || kind == K::time || kind == K::date_time || kind == K::months || kind == K::days)
        return of_at_literal(text);
    if (const auto n = Number::parse(text)) return *n;
    if (text == "true" || text == "false") return text == "true";
    return text;
}

Value simple(const pugi::xml_node& n, const Type* model_type) {
    const std::string text = own_text(n);
    if (attribute_named(n, "nil") == "true") return {};
    std::string_view type = attribute_named(n, "type");
    if (const size_t colon = type.find(':'); colon != type.npos) type.remove_prefix(colon + 1);
    if (type == "boolean") return text == "true" || text == "1";
    if (type == "decimal" || type == "integer" || type == "double" || type == "int" || type == "float" ||
        type == "long")
        return Value::of(Number::parse(text));
    if (type == "date") return Value(parse_day(text));
    if (type == "time") return Value(parse_time(text));
    if (type == "dateTime") return Value(parse_date_time(text));
    if (type == "duration" || type == "yearMonthDuration" || type == "dayTimeDuration")
        return of_at_literal(text);
    return type.empty() ? untyped(text, model_type) : Value(text);
}

const Type* part(const Type* type, const std::string& name) {
    if (type)
        for (const auto& [key, of] : type->fields)
            if (key == name) return of.get();
    return nullptr;
}

Value value_in(const pugi::xml_node& n, const Type* type) {
    Context context;
    bool has_components = false;
    for (const auto& c : n.children()) {
        if (local_name(c) == "value") return simple(c, type);
        if (local_name(c) == "list") {
            List out;
            if (attribute_named(c, "nil") == "true") return {};
            for (const auto& item : c.children())
                if (local_name(item) == "item")
                    out.push_back(
                        value_in(item, type && type->kind == Type::Kind::list ? type->of.get() : nullptr));
            return Value::list(std::move(out));
        }
        if (local_name(c) == "component") {
            has_components = true;
            context[name_of(c)] = value_in(c, part(type, name_of(c)));
        }
    }
    return has_components ? Value::context(std::move(context)) : Value();
}

// The kit writes quotients and powers out to the digits of a double.
size_t digits_behind_point(const Number& n) {
    const std::string text = n.text();
    const size_t point = text.find('.');
    return point == text.npos ? 0 : text.size() - point - 1;
}

bool same(const Value& expected, const Value& got, bool near) {
    if (const auto* a = expected.as<Number>(), *b = got.as<Number>();
        a && b && (near || digits_behind_point(*a) >= 10))
        return std::abs(a->approximate() - b->approximate()) < 1e-8;
    if (const auto* a = expected.as_list(), *b = got.as_list(); a && b) {
        bool all = a->size() == b->size();
        for (size_t i = 0; all && i < a->size(); ++i) all = same((*a)[i], (*b)[i], near);
        return all;
    }
    if (const auto* a = expected.as_context(), *b = got.as_context(); a && b) {
        bool all = a->size() == b->size();
        for (const auto& [key, value] : *a) {
            const auto it = b->find(key);
            all = all && it != b->end() && same(value, it->second, near);
        }
        return all;
    }
    return equal(expected, got) == true;
}

// The model of that namespace beside the test, where one file imports another.
std::optional<std::string> model_beside(const std::filesystem::path& folder, std::string_view space) {
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() != ".dmn") continue;
        std::string xml = read_file(entry.path());
        pugi::xml_document d;
        if (d.load_string(xml.c_str()) && d.document_element().attribute("namespace").value() == space)
            return xml;
    }
    return std::nullopt;
}

// What the model answers for a result node: a decision by its name, a service by the case's invocable name.
Result<Answer> asked(const Graph& graph, const std::string& node, const std::string& invocable,
                     const Context& inputs, Instant now) {
    const auto service = graph.ids.find(invocable);
    if (service == graph.ids.end() || graph.elements.at(service->second).kind != Element::Kind::service)
        return answer(graph, graph.ids.contains(node) || invocable.empty() ? node : invocable, inputs, now);
    auto out = answer(graph, invocable, inputs, now);
    if (out && graph.elements.at(service->second).outputs.size() > 1)
        if (const auto* c = out->output.as_context(); c && c->contains(node))
            out->output = Value(c->find(node)->second);
    return out;
}

void run_case(const pugi::xml_node& c, const Result<Graph>& graph, bool near, ConformanceCase& out) {
    const auto now = Instant::of_ms(1'795'000'000'000);
    Context inputs;
    const auto type_of = [&](const std::string& name) -> const Type* {
        if (!graph) return nullptr;
        const auto id = graph->ids.find(name);
        return id == graph->ids.end() ? nullptr : graph->elements.at(id->second).type.get();
    };
    for (const auto& i : c.children())
        if (local_name(i) == "inputNode") inputs[name_of(i)] = value_in(i, type_of(name_of(i)));
    const auto miss = [&](std::string why) {
        if (out.passed) out.comment = std::move(why);
        out.passed = false;
    };
    for (const auto& r : c.children()) {
        if (local_name(r) != "resultNode") continue;
        Value expected;
        for (const auto& e : r.children())
            if (local_name(e) == "expected") expected = value_in(e, type_of(name_of(r)));
        out.expects_value |= !expected.is_null();
        if (!graph) {
            miss("the model cannot be loaded: line " + graph.error().details.at("line") + ": " +
                 graph.error().details.at("sentence"));
            continue;
        }
        const auto got =
            asked(*graph, name_of(r), normal_name(c.attribute("invocableName").value()), inputs, now);
        const Value value = got ? got->output : Value();
        if (same(expected, value, near)) continue;
        std::string why = name_of(r) + ": expected " + literal_of(expected) + ", got " + literal_of(value);
        if (!got) why += " (there is no such decision)";
        if (got && !got->diagnostics.empty()) why += " (" + got->diagnostics.front() + ")";
        if (!graph->faults.empty()) why += " {" + graph->faults.front() + "}";
        miss(std::move(why));
    }
}

void run_file(const std::filesystem::path& file, std::vector<ConformanceCase>& out) {
    const auto folder = std::filesystem::absolute(file).lexically_normal().parent_path();
    const std::string name = folder.filename().string();
    const ConformanceCase from{
        folder.parent_path().filename().string() + "/" + name, file.stem().string(), "", true, false, ""};
    pugi::xml_document test;
    if (!test.load_file(file.c_str())) {
        out.push_back(from);
        out.back().passed = false, out.back().expects_value = true,
        out.back().comment = "the test file is no XML";
        return;
    }
    const auto root = test.document_element();
    std::string model_name = own_text(child_named(root, "modelName"));
    const Source imports = [&](std::string_view space) { return model_beside(folder, space); };
    const auto graph = load_graph(read_file(folder / model_name), imports);
    bool near = false;
    for (const char* part : {"-exp-", "-log-", "-sqrt-", "-stddev-", "-java"})
        near |= name.find(part) != name.npos;
    for (const auto& c : root.children()) {
        if (local_name(c) != "testCase") continue;
        out.push_back(from);
        out.back().test_case = c.attribute("id").value();
        run_case(c, graph, near, out.back());
    }
}

bool is_test(const std::filesystem::path& p) {
    return p.extension() == ".xml" && p.filename().string().find("-test-") != std::string::npos;
}

}  // namespace

std::vector<std::string> conformance_folders(const std::string& dir) {
    std::set<std::string> out;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(dir))
        if (is_test(entry.path())) out.insert(entry.path().parent_path().string());
    return {out.begin(), out.end()};
}

std::vector<ConformanceCase> run_conformance(const std::string& folder) {
    std::set<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (is_test(entry.path())) files.insert(entry.path());
    std::vector<ConformanceCase> out;
    for (const auto& f : files) run_file(f, out);
    return out;
}

}  // namespace leye::feel
