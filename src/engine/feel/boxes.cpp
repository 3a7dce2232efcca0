#include "engine/feel/model_reader.hpp"
#include "engine/feel/type.hpp"

namespace leye::feel {
namespace {

constexpr int boxes_max = 100;

Tree made(NodeKind kind) {
    auto n = std::make_unique<Node>();
    n->kind = kind;
    return n;
}

}  // namespace

Tree ModelReader::coerced_to(Tree value, const TypeRef& type) {
    if (!type || type->kind == Type::Kind::any) return value;
    auto out = made(NodeKind::coerce);
    out->children.push_back(std::move(value));
    out->types.push_back(type);
    return out;
}

Tree ModelReader::box(const pugi::xml_node& n, const Scope& scope) {
    if (++boxes_ > boxes_max) stop(n, "框套框超过 100 层", "boxes are nested more than 100 deep");
    Tree out = boxed(n, scope);
    --boxes_;
    return local_name(n) == "functionDefinition" ? std::move(out) : coerced_to(std::move(out), type_at(n));
}

Tree ModelReader::box_in(const pugi::xml_node& n, const Scope& scope) {
    const auto x = expression_in(n);
    return x ? box(x, scope) : made(NodeKind::literal);
}

Tree ModelReader::boxed(const pugi::xml_node& n, const Scope& scope) {
    const auto kind = local_name(n);
    if (kind == "literalExpression") {
        Names known(&builtin_names());
        known.add(scope);
        Reading reading = texts_;
        reading.known = &known;
        return expression(n, text_in(n), reading);
    }
    if (kind == "context") return context(n, scope);
    if (kind == "functionDefinition") return function(n, scope);
    if (kind == "invocation") return invocation(n, scope);
    if (kind == "relation") return relation(n, scope);
    if (kind == "decisionTable") {
        auto out = made(NodeKind::table);
        out->decisions = table(n, scope);
        return out;
    }
    if (kind == "list") {
        auto out = made(NodeKind::list);
        for (const auto& c : n.children())
            if (is_expression(c)) out->children.push_back(box(c, scope));
        return out;
    }
    if (kind == "conditional") {
        auto out = made(NodeKind::choose);
        out->boxed = true;
        for (const char* part : {"if", "then", "else"})
            out->children.push_back(box_in(child_named(n, part), scope));
        return out;
    }
    return over_a_list(n, scope);
}

Tree ModelReader::over_a_list(const pugi::xml_node& n, const Scope& scope) {
    const auto kind = local_name(n);
    auto out = made(kind == "filter" ? NodeKind::filter
                    : kind == "for"  ? NodeKind::loop
                    : kind == "some" ? NodeKind::some
                                     : NodeKind::every);
    out->boxed = true;
    out->children.push_back(box_in(child_named(n, "in"), scope));
    Scope inner = scope;
    if (kind == "filter") {
        inner.insert("item");
        inner.insert(members_.begin(), members_.end());
        out->children.push_back(box_in(child_named(n, "match"), inner));
        return out;
    }
    out->keys.push_back(normal_name(n.attribute("iteratorVariable").value()));
    inner.insert(out->keys.back());
    if (kind == "for") inner.insert("partial");
    out->children.push_back(box_in(child_named(n, kind == "for" ? "return" : "satisfies"), inner));
    return out;
}

Tree ModelReader::context(const pugi::xml_node& n, Scope scope) {
    auto out = made(NodeKind::context);
    for (const auto& entry : n.children()) {
        if (local_name(entry) != "contextEntry") continue;
        const auto v = child_named(entry, "variable");
        Tree value = box_in(entry, scope);
        const TypeRef type = v ? type_at(v) : nullptr;
        if (type && type->kind != Type::Kind::function) value = coerced_to(std::move(value), type);
        out->children.push_back(std::move(value));
        out->keys.push_back(v ? name_of(v) : "");
        if (v) scope.insert(name_of(v));
    }
    return out;
}

Tree ModelReader::function(const pugi::xml_node& n, Scope scope) {
    auto out = made(NodeKind::function);
    const auto outer_types = named_types_;
    for (const auto& p : n.children())
        if (local_name(p) == "formalParameter") {
            out->keys.push_back(name_of(p));
            const auto type = type_at(p);
            out->types.push_back(type ? type : simple_type(Type::Kind::any));
            named_types_[out->keys.back()] = type;
            scope.insert(out->keys.back());
        }
    const std::string_view kind = n.attribute("kind").value();
    Tree inside = box_in(n, scope);
    if (!kind.empty() && kind != "FEEL") {
        auto outside = made(NodeKind::external);
        outside->keys = out->keys;
        outside->children.push_back(std::move(inside));
        inside = std::move(outside);
    }
    out->body = std::move(inside);
    named_types_ = outer_types;
    return out;
}

Tree ModelReader::invocation(const pugi::xml_node& n, const Scope& scope) {
    auto out = made(NodeKind::call);
    out->children.push_back(box_in(n, scope));
    for (const auto& b : n.children())
        if (local_name(b) == "binding") {
            out->keys.push_back(name_of(child_named(b, "parameter")));
            out->children.push_back(box_in(b, scope));
        }
    return out;
}

Tree ModelReader::relation(const pugi::xml_node& n, const Scope& scope) {
    std::vector<std::string> columns;
    std::vector<TypeRef> types;
    auto out = made(NodeKind::list);
    for (const auto& c : n.children()) {
        if (local_name(c) == "column") columns.push_back(name_of(c)), types.push_back(type_at(c));
        if (local_name(c) != "row") continue;
        auto row = made(NodeKind::context);
        for (const auto& cell : c.children())
            if (const size_t place = row->keys.size(); is_expression(cell) && place < columns.size()) {
                row->keys.push_back(columns[place]);
                row->children.push_back(coerced_to(box(cell, scope), types[place]));
            }
        out->children.push_back(std::move(row));
    }
    return out;
}

}  // namespace leye::feel
