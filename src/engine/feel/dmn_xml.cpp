#include "engine/feel/dmn_xml.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "engine/feel/names.hpp"

namespace leye::feel {
namespace {

constexpr size_t bytes_max = 10'000'000;
constexpr int levels_max = 300;

[[noreturn]] void refuse_file(std::string code, size_t line, std::string zh, std::string en) {
    throw ModelStop{{.code = std::move(code),
                     .field = {},
                     .clause = {},
                     .details = {{"line", std::to_string(line)}, {"sentence", std::move(en)}, {"zh", std::move(zh)}},
                     .also = {}}};
}

}  // namespace

ModelFile::ModelFile(std::string_view xml) {
    if (xml.size() > bytes_max)
        refuse_file("dmn_table", 1, "文件超过 10 MB；请分成几个互相引用的模型",
                    "the file is larger than 10 MB; divide it into models that import each other");
    lines_.push_back(0);
    for (size_t at = xml.find('\n'); at != xml.npos; at = xml.find('\n', at + 1)) lines_.push_back(at + 1);
    const auto parsed =
        document_.load_buffer(xml.data(), xml.size(), pugi::parse_default | pugi::parse_doctype | pugi::parse_ws_pcdata);
    if (!parsed) refuse_file("dmn_malformed", line_at(parsed.offset), "标签、属性或引号不配对，或文件不完整", parsed.description());
    for (const auto& n : document_.children())
        if (n.type() == pugi::node_doctype &&
            std::string_view(n.value()).find("<!ENTITY") != std::string_view::npos)
            refuse_file("dmn_malformed", line_of(n), "文件自己定义了实体；请直接写出它代表的文字",
                        "the file defines entities of its own; write out what they stand for");
    if (local_name(root()) != "definitions") stop(root(), "根元素必须是 definitions", "the root must be definitions");
    int level = 0;
    for (pugi::xml_node n = root(); n;) {
        if (level > levels_max) stop(n, "元素嵌套超过 300 层", "the elements are nested more than 300 deep");
        if (n.first_child()) {
            n = n.first_child(), ++level;
            continue;
        }
        while (n && n != root() && !n.next_sibling()) n = n.parent(), --level;
        n = n == root() ? pugi::xml_node() : n.next_sibling();
    }
}

void ModelFile::stop(const pugi::xml_node& at, std::string zh, std::string en) const {
    refuse_file("dmn_table", line_of(at), std::move(zh), std::move(en));
}

size_t ModelFile::line_at(ptrdiff_t offset) const {
    return static_cast<size_t>(
        std::ranges::upper_bound(lines_, static_cast<size_t>(std::max<ptrdiff_t>(offset, 0))) -
        lines_.begin());
}

std::string_view local_name(const pugi::xml_node& n) {
    const std::string_view name = n.name();
    const size_t colon = name.find(':');
    return colon == name.npos ? name : name.substr(colon + 1);
}

pugi::xml_node child_named(const pugi::xml_node& n, std::string_view name) {
    for (const auto& c : n.children())
        if (local_name(c) == name) return c;
    return {};
}

std::string own_text(const pugi::xml_node& n) {
    std::string out;
    for (const auto& c : n.children()) out += c.value();
    return out;
}

std::string text_in(const pugi::xml_node& n) {
    return std::string(text::trim(own_text(child_named(n, "text"))));
}

std::string name_of(const pugi::xml_node& n) {
    return normal_name(n.attribute("name").value());
}

std::string_view attribute_named(const pugi::xml_node& n, std::string_view wanted) {
    for (const auto& a : n.attributes()) {
        const std::string_view name = a.name();
        if (name == wanted || (name.ends_with(wanted) && name[name.size() - wanted.size() - 1] == ':'))
            return a.value();
    }
    return {};
}

bool is_expression(const pugi::xml_node& n) {
    static constexpr std::string_view names[] = {"literalExpression",
                                                 "context",
                                                 "functionDefinition",
                                                 "invocation",
                                                 "relation",
                                                 "list",
                                                 "decisionTable",
                                                 "conditional",
                                                 "filter",
                                                 "for",
                                                 "some",
                                                 "every"};
    return std::ranges::find(names, local_name(n)) != std::end(names);
}

pugi::xml_node expression_in(const pugi::xml_node& n) {
    for (const auto& c : n.children())
        if (is_expression(c)) return c;
    return {};
}

}  // namespace leye::feel
