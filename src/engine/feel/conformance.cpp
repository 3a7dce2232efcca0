#include "engine/feel/conformance.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <pugixml.hpp>
#include <sstream>

#include "engine/feel/builtins.hpp"
#include "engine/feel/graph.hpp"
#include "engine/feel/names.hpp"

namespace leye::feel {
namespace {

std::string_view local(const pugi::xml_node& n) {
    const std::string_view name = n.name();
    const size_t colon = name.find(':');
    return colon == name.npos ? name : name.substr(colon + 1);
}

std::string read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

std::string_view attribute(const pugi::xml_node& n, std::string_view wanted) {
    for (const auto& a : n.attributes()) {
        const std::string_view name = a.name();
        if (name == wanted || name.ends_with(":" + std::string(wanted))) return a.value();
    }
    return {};
}

Value simple(const pugi::xml_node& n) {
    std::string text = n.text().get();
    if (attribute(n, "nil") == "true") return {};
    std::string_view type = attribute(n, "type");
    if (const size_t colon = type.find(':'); colon != type.npos) type.remove_prefix(colon + 1);
    if (type == "boolean") return text == "true" || text == "1";
    if (type == "decimal" || type == "integer" || type == "double" || type == "int" || type == "float" || type == "long") return Value::of(Number::parse(text));
    if (type == "date") return Value(parse_day(text));
    if (type == "time") return Value(parse_time(text));
    if (type == "dateTime") return Value(parse_date_time(text));
    if (type == "duration" || type == "yearMonthDuration" || type == "dayTimeDuration") return of_at_literal(text);
    // Without a type: a number or a boolean where it reads as one.
    if (type.empty()) {
        if (const auto n = Number::parse(text)) return *n;
        if (text == "true" || text == "false") return text == "true";
    }
    return text;
}

Value value_in(const pugi::xml_node& n) {
    Context context;
    bool has_components = false;
    for (const auto& c : n.children()) {
        if (local(c) == "value") return simple(c);
        if (local(c) == "list") {
            List out;
            if (attribute(c, "nil") == "true") return {};
            for (const auto& item : c.children())
                if (local(item) == "item") out.push_back(value_in(item));
            return Value::list(std::move(out));
        }
        if (local(c) == "component") {
            has_components = true;
            context[normal_name(c.attribute("name").value())] = value_in(c);
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
    if (const auto *a = expected.as<Number>(), *b = got.as<Number>(); a && b && (near || digits_behind_point(*a) >= 10)) return std::abs(a->approximate() - b->approximate()) < 1e-8;
    if (const auto *a = expected.as_list(), *b = got.as_list(); a && b) {
        bool all = a->size() == b->size();
        for (size_t i = 0; all && i < a->size(); ++i) all = same((*a)[i], (*b)[i], near);
        return all;
    }
    if (const auto *a = expected.as_context(), *b = got.as_context(); a && b) {
        bool all = a->size() == b->size();
        for (const auto& [key, value] : *a) {
            const auto it = b->find(key);
            all = all && it != b->end() && same(value, it->second, near);
        }
        return all;
    }
    return equal(expected, got) == true;
}

void run_file(const std::filesystem::path& file, std::vector<ConformanceRow>& rows) {
    pugi::xml_document test;
    const std::string folder = file.parent_path().filename().string();
    if (!test.load_file(file.c_str())) return rows.push_back({folder, file.filename().string(), "", "", false, true, "the test file is no XML"});
    const auto root = test.document_element();
    std::string model_name;
    for (const auto& c : root.children())
        if (local(c) == "modelName") model_name = c.text().get();
    const Source imports = [&](std::string_view space) -> std::optional<std::string> {
        for (const auto& entry : std::filesystem::directory_iterator(file.parent_path())) {
            if (entry.path().extension() != ".dmn") continue;
            std::string xml = read_file(entry.path());
            pugi::xml_document d;
            if (d.load_string(xml.c_str()) && d.document_element().attribute("namespace").value() == space) return xml;
        }
        return std::nullopt;
    };
    const auto graph = load_graph(read_file(file.parent_path() / model_name), imports);
    const auto now = Instant::of_ms(1'795'000'000'000);
    bool near = false;
    for (const char* name : {"-exp-", "-log-", "-sqrt-", "-stddev-"}) near |= folder.find(name) != folder.npos;
    for (const auto& c : root.children()) {
        if (local(c) != "testCase") continue;
        Context inputs;
        for (const auto& i : c.children())
            if (local(i) == "inputNode") inputs[normal_name(i.attribute("name").value())] = value_in(i);
        for (const auto& r : c.children()) {
            if (local(r) != "resultNode") continue;
            ConformanceRow row{folder, file.filename().string(), c.attribute("id").value(), r.attribute("name").value(), false, false, ""};
            Value expected;
            for (const auto& e : r.children())
                if (local(e) == "expected") expected = value_in(e);
            row.expects_value = !expected.is_null();
            if (!graph) {
                row.comment = "the model cannot be loaded: " + graph.error().details.at("sentence");
            } else {
                const std::string_view invocable = c.attribute("invocableName").value();
                const auto got = answer(*graph, invocable.empty() || graph->ids.contains(normal_name(row.node)) ? normal_name(row.node) : std::string(invocable), inputs, now);
                const Value value = got ? got->output : Value();
                
                row.passed = same(expected, value, near);
                if (!row.passed) {
                    row.comment = "expected " + literal_of(expected) + ", got " + literal_of(value);
                    if (got && !got->diagnostics.empty()) row.comment += " (" + got->diagnostics.front() + ")";
                    if (!graph->faults.empty()) row.comment += " {" + graph->faults.front() + "}";
                }
            }
            rows.push_back(std::move(row));
        }
    }
}

}  // namespace

std::vector<ConformanceRow> run_conformance(const std::string& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".xml" && entry.path().filename().string().find("-test-") != std::string::npos) files.push_back(entry.path());
    std::ranges::sort(files);
    std::vector<ConformanceRow> rows;
    for (const auto& f : files) run_file(f, rows);
    return rows;
}

}  // namespace leye::feel
