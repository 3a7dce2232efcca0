#include "engine/feel/model_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "engine/feel/type.hpp"

namespace leye::feel {
namespace {

constexpr size_t faults_max = 200;

Tree nothing(NodeKind kind) {
    auto n = std::make_unique<Node>();
    n->kind = kind;
    return n;
}

void collect_names(const pugi::xml_node& n, Scope& into) {
    if (const auto a = n.attribute("name")) into.insert(normal_name(a.value()));
    for (const auto& c : n.children()) collect_names(c, into);
}

}  // namespace

ModelReader::ModelReader(std::string_view xml, ModelReading& reading)
    : text_(xml), file_(text_), reading_(reading) {
    space_ = file_.root().attribute("namespace").value();
    collect_names(file_.root(), members_);
    for (const auto& c : file_.root().children()) {
        if (local_name(c) == "import" && !reading_.strict()) import(c);
        if (local_name(c) == "itemDefinition") definitions_[name_of(c)] = c;
    }
    member_names_.add(members_);
    texts_.members = &member_names_;
    texts_.strict = reading_.strict();
    texts_.type = [this](const std::string& name) { return type_named(name); };
}

TypeRef ModelReader::type_named(const std::string& raw) {
    const std::string name = normal_name(raw);
    if (const auto it = types_.find(name); it != types_.end()) return it->second;
    if (const auto it = definitions_.find(name); it != definitions_.end()) {
        types_[name] = simple_type(Type::Kind::any);  // what refers to itself is of any type there
        return types_[name] = definition(it->second, 0);
    }
    const size_t dot = name.find('.');
    if (dot != name.npos)
        if (const auto it = imported_.find(name.substr(0, dot)); it != imported_.end())
            return it->second->type_named(name.substr(dot + 1));
    if (const auto it = imported_.find(""); it != imported_.end())
        if (auto t = it->second->type_named(name)) return t;
    const size_t colon = name.find(':');
    if (const auto kind = kind_named(colon == name.npos ? name : name.substr(colon + 1)))
        return simple_type(*kind);
    return nullptr;
}

TypeRef ModelReader::type_at(const pugi::xml_node& n) {
    const auto name = n.attribute("typeRef");
    if (!name || !*name.value()) return nullptr;
    auto type = type_named(name.value());
    if (!type && reading_.strict())
        stop(n, fmt::format("没有类型 {}；请定义它，或用标准的类型", name.value()), fmt::format("there is no type {}; define it, or take one of the standard's", name.value()));
    return type;
}

// «applicant.age» through the components of the types; nothing where a part has none.
TypeRef ModelReader::type_of_path(std::string_view path) const {
    size_t dot = path.find('.');
    const auto first = named_types_.find(normal_name(path.substr(0, dot)));
    TypeRef type = first == named_types_.end() ? nullptr : first->second;
    while (type && dot != path.npos) {
        path.remove_prefix(dot + 1);
        dot = path.find('.');
        const auto field = std::ranges::find(type->fields, normal_name(path.substr(0, dot)),
                                             [](const auto& f) -> const std::string& { return f.first; });
        type = field == type->fields.end() || type->kind != Type::Kind::context ? nullptr : field->second;
    }
    return type;
}

TypeRef ModelReader::definition(const pugi::xml_node& n, int depth) {
    if (depth > 50) return simple_type(Type::Kind::any);
    auto t = std::make_shared<Type>();
    if (const auto r = child_named(n, "typeRef"))
        if (const TypeRef base = type_named(own_text(r))) *t = *base;
    for (const auto& c : n.children())
        if (local_name(c) == "itemComponent") {
            t->kind = Type::Kind::context;
            t->fields.emplace_back(name_of(c), definition(c, depth + 1));
        }
    if (const auto f = child_named(n, "functionItem")) {
        t->kind = Type::Kind::function;
        t->of = type_named(f.attribute("outputTypeRef").value());
        for (const auto& p : f.children())
            if (local_name(p) == "parameters")
                t->fields.emplace_back(name_of(p), type_named(p.attribute("typeRef").value()));
    }
    const auto tests_of = [&](const char* element) -> std::shared_ptr<const Node> {
        const auto a = child_named(n, element);
        return a ? tests(a, text_in(a), texts_) : nullptr;
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

void ModelReader::fault(const pugi::xml_node& n, const std::string& source, const std::string& zh, const std::string& en) {
    const std::string shown =
        source.size() > 200 ? text::of_code_points(text::code_points(source).substr(0, 50)) + "…" : source;
    if (reading_.strict()) stop(n, fmt::format("「{}」{}", shown, zh), fmt::format("«{}»{}", shown, en));
    if (reading_.graph.faults.size() < faults_max)
        reading_.graph.faults.push_back(
            fmt::format("line {}: {}: «{}»{}", file_.line_of(n), element_, shown, en));
}

void ModelReader::unread(const pugi::xml_node& n, const std::string& source, const Refusal& why) {
    const auto& d = why.details;
    fault(n, source, fmt::format("第 {} 个字：{}", d.at("at"), d.at("zh")), fmt::format(", character {}: {}", d.at("at"), d.at("sentence")));
}

Tree ModelReader::expression(const pugi::xml_node& n, const std::string& source, const Reading& reading) {
    if (source.empty() && !reading_.strict()) return nothing(NodeKind::literal);
    auto tree = parse_expression(source, {}, reading);
    if (tree) return std::move(*tree);
    unread(n, source, tree.error());
    return nothing(NodeKind::literal);
}

Tree ModelReader::tests(const pugi::xml_node& n, const std::string& source, const Reading& reading) {
    auto tree = parse_tests(source.empty() ? "-" : source, {}, reading);
    if (tree) return std::move(*tree);
    unread(n, source, tree.error());
    return nothing(NodeKind::tests);
}

}  // namespace leye::feel
