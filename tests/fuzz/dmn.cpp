// DMN files that are changed in place: a file that is read is written unchanged, another reader of XML sees
// the same in it, and a table put back as it is changes no byte.
#include <pugixml.hpp>

#include "engine/table/document.hpp"
#include "tests/fuzz/plain.hpp"

using namespace leye;

namespace {

void describe(const pugi::xml_node& node, std::string& out) {
    out.append("<").append(node.name());
    for (const auto& a : node.attributes()) out.append(" ").append(a.name()).append("=").append(a.value());
    out += ">";
    for (const auto& c : node.children())
        if (c.type() == pugi::node_pcdata || c.type() == pugi::node_cdata) out += c.value();
    for (const auto& c : node.children())
        if (c.type() == pugi::node_element) describe(c, out);
}

void describe(const table::XmlSource& xml, int e, std::string& out) {
    const auto& at = xml[e];
    out.append("<").append(xml.text(), at.name_begin, at.name_end - at.name_begin);
    for (const auto& a : xml.attributes(e))
        out.append(" ").append(a.name).append("=").append(xml.attribute(e, a.name));
    out += ">" + xml.content(e);
    for (int c = at.first_child; c != table::XmlSource::none; c = xml[c].next) describe(xml, c, out);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, size_t size) {
    const std::string bytes(fuzz::text_of(data, size));
    const auto xml = table::XmlSource::parse(bytes);
    if (!xml) return 0;
    fuzz::must(xml->text() == bytes, "what is read is written unchanged");
    pugi::xml_document other;
    const auto parsed = other.load_buffer(bytes.data(), bytes.size(),
                                          pugi::parse_default | pugi::parse_ws_pcdata, pugi::encoding_utf8);
    fuzz::must(parsed, "what the scanner takes, another reader takes", parsed.description());
    std::string theirs, ours;
    describe(other.document_element(), theirs);
    describe(*xml, 0, ours);
    fuzz::must(ours == theirs, "both readers see the same", ours + "\n" + theirs);
    auto document = table::TableDocument::load(bytes);
    if (!document) return 0;
    for (size_t t = 0; t < document->tables().size() && t < 4; ++t) {
        auto sheet = document->view(t);
        if (!sheet) continue;
        fuzz::must(document->apply(t, *sheet).has_value() && document->text() == bytes,
                   "a table put back changes nothing");
        if (!sheet->rules.empty()) {
            sheet->rules.push_back(sheet->rules.front());
            sheet->rules.back().id.clear();
            fuzz::must(document->apply(t, *sheet).has_value(), "a rule is added");
            sheet->rules.pop_back();
            fuzz::must(document->apply(t, *sheet).has_value(), "and taken away");
            fuzz::must(document->view(t) == *sheet, "and the table is as before");
        }
        break;
    }
    return 0;
}
