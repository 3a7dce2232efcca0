#include "engine/table/xml_edit.hpp"

#include <algorithm>

namespace leye::table {

namespace {

constexpr XmlSource::Bounds while_editing{
    .bytes = 2'000'000'000, .elements = 20'000'000, .attributes = 2'000};
constexpr size_t gap_length_max = 100;

}  // namespace

void XmlEdit::commit() {
    if (splices_.empty()) return;
    std::ranges::stable_sort(splices_, {}, &Splice::begin);
    const std::string& old = xml_.text();
    std::string text;
    size_t at = 0;
    for (const auto& s : splices_) {
        expect(s.begin >= at, "changes do not overlap");
        text.append(old, at, s.begin - at).append(s.with);
        at = s.end;
    }
    text.append(old, at);
    splices_.clear();
    auto parsed = XmlSource::parse(std::move(text), while_editing);
    expect(parsed.has_value(), "a change leaves the file well-formed");
    xml_ = std::move(*parsed);
}

void XmlEdit::set_attribute(int e, std::string_view name, std::string_view value, bool keep_empty) {
    const auto present = xml_.find_attribute(e, name);
    const bool drop = value.empty() && !keep_empty;
    if (present) {
        if (drop) return splice(present->begin, present->value_end + 1, "");
        return splice(present->value_begin, present->value_end,
                      escape_attribute(value, xml_.text()[present->value_end]));
    }
    if (drop) return;
    const auto all = xml_.attributes(e);
    const size_t at = all.empty() ? xml_[e].name_end : all.back().value_end + 1;
    splice(at, at, " " + std::string(name) + "=\"" + escape_attribute(value, '"') + "\"");
}

namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_xml_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_xml_blank(text.back())) text.remove_suffix(1);
    return text;
}

std::string as_cdata(std::string_view text) {
    std::string out = "<![CDATA[";
    for (size_t end = text.find("]]>"); end != text.npos; end = text.find("]]>")) {
        out.append(text.substr(0, end + 2)).append("]]><![CDATA[");
        text.remove_prefix(end + 2);
    }
    return out.append(text).append("]]>");
}

}  // namespace

void XmlEdit::set_content(int e, std::string_view text) {
    const auto& at = xml_[e];
    const std::string_view all = xml_.text();
    if (at.is_self_closing()) {
        if (text.empty()) return;
        const auto name = all.substr(at.name_begin, at.name_end - at.name_begin);
        return splice(at.end - 2, at.end, ">" + escape_content(text) + "</" + std::string(name) + ">");
    }
    // A carriage return cannot be written in CDATA.
    const auto old = trimmed(all.substr(at.open_end, at.close_begin - at.open_end));
    const bool cdata = old.starts_with("<![CDATA[") && old.ends_with("]]>") && text.find('\r') == text.npos;
    splice(at.open_end, at.close_begin, cdata ? as_cdata(text) : escape_content(text));
}

std::string_view XmlEdit::gap_before(int e) const {
    const std::string_view all = xml_.text();
    const size_t end = xml_[e].begin;
    size_t begin = end;
    while (begin > 0 && is_xml_blank(all[begin - 1])) --begin;
    return all.substr(begin, end - begin);
}

std::string XmlEdit::step() const {
    const int first = xml_[0].first_child;
    const std::string_view gap = first == XmlSource::none ? std::string_view() : gap_before(first);
    const size_t line = gap.rfind('\n');
    return line == gap.npos || gap.size() - line > gap_length_max ? "  " : std::string(gap.substr(line + 1));
}

namespace {

// From the last line end on, so that blank lines are not repeated; empty where there is no line end.
std::string one_line(std::string_view gap) {
    const size_t line = gap.rfind('\n');
    if (line == gap.npos) return {};
    if (gap.size() - line > gap_length_max) return "\n";
    return std::string(gap.substr(line > 0 && gap[line - 1] == '\r' ? line - 1 : line));
}

}  // namespace

std::string XmlEdit::gap_inside(int e) const {
    if (xml_[e].first_child != XmlSource::none) return one_line(gap_before(xml_[e].first_child));
    const std::string own = one_line(gap_before(e));
    return own.empty() ? own : own + step();
}

std::string XmlEdit::gap_at_close(int e) const {
    if (xml_[e].first_child == XmlSource::none) return one_line(gap_before(e));
    const std::string_view all = xml_.text();
    size_t begin = xml_[e].close_begin;
    while (begin > 0 && is_xml_blank(all[begin - 1])) --begin;
    return one_line(all.substr(begin, xml_[e].close_begin - begin));
}

void XmlEdit::append(int e, const std::vector<std::string>& elements) {
    if (elements.empty()) return;
    const auto& at = xml_[e];
    const std::string gap = gap_inside(e);
    std::string text;
    for (const auto& element : elements) text += gap + element;
    if (at.is_self_closing()) {
        const auto name = std::string_view(xml_.text()).substr(at.name_begin, at.name_end - at.name_begin);
        return splice(at.end - 2, at.end, ">" + text + gap_at_close(e) + "</" + std::string(name) + ">");
    }
    if (at.first_child == XmlSource::none) return splice(at.open_end, at.close_begin, text + gap_at_close(e));
    int last = at.first_child;
    while (xml_[last].next != XmlSource::none) last = xml_[last].next;
    splice(xml_[last].end, xml_[last].end, text);
}

void XmlEdit::insert_after(int sibling, const std::vector<std::string>& elements) {
    const std::string gap = one_line(gap_before(sibling));
    std::string text;
    for (const auto& element : elements) text += gap + element;
    splice(xml_[sibling].end, xml_[sibling].end, text);
}

void XmlEdit::insert_before(int sibling, const std::string& element) {
    splice(xml_[sibling].begin, xml_[sibling].begin, element + one_line(gap_before(sibling)));
}

// An element with the comments on the lines before it, and one behind it on its own line.
XmlEdit::Span XmlEdit::slot(int e) const {
    const std::string_view all = xml_.text();
    // Behind the comments from `at` on that stand on the same line.
    const auto rest_of_line = [&](size_t at, size_t stop) {
        size_t end = at;
        while (at < stop) {
            if (all[at] == ' ' || all[at] == '\t') {
                ++at;
            } else if (all.substr(at, 4) == "<!--") {
                const size_t close = all.find("-->", at) + 3;
                if (all.substr(at, close - at).find('\n') != all.npos) break;
                at = end = close;
            } else {
                break;
            }
        }
        return end;
    };
    const auto& self = xml_[e];
    const auto& parent = xml_[self.parent];
    const size_t after = self.next == XmlSource::none ? parent.close_begin : xml_[self.next].begin;
    size_t begin = self.previous == XmlSource::none ? parent.open_end
                                                    : rest_of_line(xml_[self.previous].end, self.begin);
    while (begin < self.begin && is_xml_blank(all[begin])) ++begin;
    return {begin, rest_of_line(self.end, after)};
}

void XmlEdit::remove(int e) {
    const Span own = slot(e);
    size_t begin = own.begin;
    while (begin > 0 && is_xml_blank(xml_.text()[begin - 1])) --begin;
    splice(begin, own.end, "");
}

void XmlEdit::permute(const std::vector<int>& elements, const std::vector<size_t>& order) {
    if (std::ranges::is_sorted(order)) return;
    std::vector<Span> slots;
    for (const int e : elements) slots.push_back(slot(e));
    const std::string_view all = xml_.text();
    for (size_t i = 0; i < slots.size(); ++i)
        if (order[i] != i)
            splice(
                slots[i].begin, slots[i].end,
                std::string(all.substr(slots[order[i]].begin, slots[order[i]].end - slots[order[i]].begin)));
}

}  // namespace leye::table
