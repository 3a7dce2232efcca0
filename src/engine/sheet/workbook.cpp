#include "engine/sheet/workbook.hpp"

#include <charconv>
#include <map>
#include <pugixml.hpp>

#include "engine/sheet/sheet.hpp"
#include "engine/sheet/xml_scanner.hpp"

namespace leye::sheet {
namespace {

constexpr size_t small_part_bytes_max = 4 << 20;
constexpr size_t styles_bytes_max = 32 << 20;

std::string_view local(const char* name) {
    const std::string_view whole = name;
    const size_t colon = whole.find(':');
    return colon == whole.npos ? whole : whole.substr(colon + 1);
}

pugi::xml_node child(const pugi::xml_node& parent, std::string_view name) {
    return parent.find_child([&](const pugi::xml_node& node) { return local(node.name()) == name; });
}

std::string attribute(const pugi::xml_node& node, std::string_view name) {
    return node.find_attribute([&](const pugi::xml_attribute& a) { return local(a.name()) == name; }).value();
}

Result<void> load(const Package& package, const std::string& part, size_t bytes_max,
                  pugi::xml_document& out) {
    auto bytes = package.read(part, bytes_max);
    if (!bytes) return tl::unexpected(std::move(bytes.error()));
    // pugixml never expands entities of a document type.
    if (!out.load_buffer(bytes->data(), bytes->size(), pugi::parse_default, pugi::encoding_utf8))
        return refuse("sheet_damaged", "file", {{"part", part}});
    return {};
}

// "xl/worksheets/sheet1.xml" for a target "worksheets/sheet1.xml" or "/xl/worksheets/sheet1.xml" of
// "xl/workbook.xml".
std::string resolve(const std::string& from, const std::string& target) {
    if (target.starts_with('/')) return target.substr(1);
    std::string folder = from.substr(0, from.rfind('/') == from.npos ? 0 : from.rfind('/') + 1);
    std::string_view rest = target;
    while (rest.starts_with("../")) {
        rest.remove_prefix(3);
        if (!folder.empty()) folder.pop_back();
        folder.erase(folder.rfind('/') == folder.npos ? 0 : folder.rfind('/') + 1);
    }
    return folder + std::string(rest);
}

struct Relation {
    std::string type, part;  // type: its last word, the same in both dialects of the format
};

Result<std::map<std::string, Relation>> relations_of(const Package& package, const std::string& part) {
    const size_t slash = part.rfind('/');
    const std::string folder = slash == part.npos ? "" : part.substr(0, slash + 1);
    const std::string file = slash == part.npos ? part : part.substr(slash + 1);
    pugi::xml_document document;
    if (auto ok = load(package, folder + "_rels/" + file + ".rels", small_part_bytes_max, document); !ok)
        return tl::unexpected(std::move(ok.error()));
    std::map<std::string, Relation> out;
    for (const auto& node : document.document_element().children()) {
        if (local(node.name()) != "Relationship" || attribute(node, "TargetMode") == "External") continue;
        const auto type = attribute(node, "Type");
        out[attribute(node, "Id")] = {type.substr(type.rfind('/') + 1),
                                      resolve(part, attribute(node, "Target"))};
    }
    return out;
}

const Relation* find_type(const std::map<std::string, Relation>& relations, std::string_view type) {
    for (const auto& [_, relation] : relations)
        if (relation.type == type) return &relation;
    return nullptr;
}

Result<std::vector<NumberKind>> read_styles(const Package& package, const std::string& part) {
    pugi::xml_document document;
    if (auto ok = load(package, part, styles_bytes_max, document); !ok)
        return tl::unexpected(std::move(ok.error()));
    const auto root = document.document_element();
    std::map<int, NumberKind> own;
    for (const auto& node : child(root, "numFmts").children())
        own[node.attribute("numFmtId").as_int()] = kind_of_format(node.attribute("formatCode").value());
    std::vector<NumberKind> out;
    for (const auto& node : child(root, "cellXfs").children()) {
        const int format = node.attribute("numFmtId").as_int();
        const auto found = own.find(format);
        out.push_back(found == own.end() ? kind_of_builtin(format) : found->second);
    }
    return out;
}

Result<void> read_texts(const Package& package, const std::string& name, SharedTexts& out) {
    auto part = package.part(name, shared_bytes_max);
    if (!part) return tl::unexpected(std::move(part.error()));
    XmlScanner xml([&] { return part->read(); });
    std::string text;
    bool in_text = false, in_phonetic = false;
    for (;;) {
        switch (xml.next()) {
            case XmlScanner::Event::open:
                if (xml.name() == "si") text.clear();
                if (xml.name() == "rPh") in_phonetic = true;
                in_text = xml.name() == "t" && !in_phonetic;
                break;
            case XmlScanner::Event::text:
                if (in_text) unescape(xml.text(), text);
                break;
            case XmlScanner::Event::close:
                in_text = false;
                if (xml.name() == "rPh") in_phonetic = false;
                if (xml.name() == "si") out.add(text);
                break;
            case XmlScanner::Event::damaged:
                return tl::unexpected(xml.refusal());
            case XmlScanner::Event::end:
                return {};
        }
    }
}

}  // namespace

void unescape(std::string_view text, std::string& out) {
    for (;;) {
        const size_t at = text.find("_x");
        out += text.substr(0, at);
        if (at == text.npos) return;
        text.remove_prefix(at);
        unsigned code = 0;
        const bool whole = text.size() >= 7 && text[6] == '_' &&
                           std::from_chars(text.data() + 2, text.data() + 6, code, 16).ptr == text.data() + 6;
        if (whole && (code == '\t' || code == '\n' || code == '\r' || code == '_')) {
            out += static_cast<char>(code);
            text.remove_prefix(7);
        } else {
            out += "_x";
            text.remove_prefix(2);
        }
    }
}

Result<Workbook> open_workbook(std::string_view bytes) {
    auto package = Package::open(bytes);
    if (!package) return tl::unexpected(std::move(package.error()));
    Workbook out{.package = std::move(*package)};

    const auto top = relations_of(out.package, "");
    if (!top) return tl::unexpected(top.error());
    const Relation* book = find_type(*top, "officeDocument");
    if (!book) return refuse("sheet_kind_unknown", "file");
    const auto relations = relations_of(out.package, book->part);
    if (!relations) return tl::unexpected(relations.error());

    pugi::xml_document document;
    if (auto ok = load(out.package, book->part, small_part_bytes_max, document); !ok)
        return tl::unexpected(std::move(ok.error()));
    const auto root = document.document_element();
    if (local(root.name()) != "workbook") return refuse("sheet_kind_unknown", "file");
    out.is_1904 = child(root, "workbookPr").attribute("date1904").as_bool();
    for (const auto& sheet : child(root, "sheets").children()) {
        const auto state = attribute(sheet, "state");
        const auto relation = relations->find(attribute(sheet, "id"));
        if ((state.empty() || state == "visible") && relation != relations->end() &&
            relation->second.type == "worksheet") {
            out.sheet_part = relation->second.part;
            out.sheet_name = attribute(sheet, "name");
            break;
        }
    }
    if (out.sheet_part.empty()) return refuse("sheet_no_visible_sheet", "file");

    if (const Relation* styles = find_type(*relations, "styles")) {
        auto read = read_styles(out.package, styles->part);
        if (!read) return tl::unexpected(std::move(read.error()));
        out.styles = std::move(*read);
    }
    if (const Relation* texts = find_type(*relations, "sharedStrings"))
        if (auto read = read_texts(out.package, texts->part, out.texts); !read)
            return tl::unexpected(std::move(read.error()));
    return out;
}

}  // namespace leye::sheet
