#include "engine/table/xml_source.hpp"

#include <algorithm>

namespace leye::table {

std::string_view XmlSource::name(int e) const {
    const auto whole =
        std::string_view(text_).substr((*this)[e].name_begin, (*this)[e].name_end - (*this)[e].name_begin);
    const size_t colon = whole.find(':');
    return colon == whole.npos ? whole : whole.substr(colon + 1);
}

std::string_view XmlSource::prefix(int e) const {
    const auto whole =
        std::string_view(text_).substr((*this)[e].name_begin, (*this)[e].name_end - (*this)[e].name_begin);
    const size_t colon = whole.find(':');
    return colon == whole.npos ? std::string_view() : whole.substr(0, colon + 1);
}

std::vector<int> XmlSource::children(int e, std::string_view wanted) const {
    std::vector<int> out;
    for (int c = (*this)[e].first_child; c != none; c = (*this)[c].next)
        if ((*this)[c].space == (*this)[e].space && (wanted.empty() || name(c) == wanted)) out.push_back(c);
    return out;
}

int XmlSource::child(int e, std::string_view wanted) const {
    for (int c = (*this)[e].first_child; c != none; c = (*this)[c].next)
        if ((*this)[c].space == (*this)[e].space && name(c) == wanted) return c;
    return none;
}

std::vector<XmlSource::Attribute> XmlSource::attributes(int e) const {
    std::vector<Attribute> out;
    const std::string_view all = text_;
    const uint32_t stop = (*this)[e].open_end;
    for (size_t at = (*this)[e].name_end; at < stop;) {
        const size_t begin = at;
        while (at < stop && is_xml_blank(all[at])) ++at;
        const size_t name_at = at;
        while (at < stop && is_name_part(all[at])) ++at;
        if (at == name_at) break;
        const size_t quote = all.find_first_of("'\"", at);
        const size_t close = all.find(all[quote], quote + 1);
        out.push_back({static_cast<uint32_t>(begin), static_cast<uint32_t>(quote + 1),
                       static_cast<uint32_t>(close), all.substr(name_at, at - name_at)});
        at = close + 1;
    }
    return out;
}

std::optional<XmlSource::Attribute> XmlSource::find_attribute(int e, std::string_view wanted) const {
    for (const auto& a : attributes(e))
        if (a.name == wanted) return a;
    return std::nullopt;
}

std::string XmlSource::attribute(int e, std::string_view wanted) const {
    std::string out;
    if (const auto a = find_attribute(e, wanted))
        decode(std::string_view(text_).substr(a->value_begin, a->value_end - a->value_begin), true, out);
    return out;
}

std::string XmlSource::content(int e) const {
    std::string out;
    const std::string_view all = text_;
    int child = (*this)[e].first_child;
    for (size_t at = (*this)[e].open_end; at < (*this)[e].close_begin;) {
        const auto rest = all.substr(at);
        if (child != none && at == (*this)[child].begin) {
            at = (*this)[child].end;
            child = (*this)[child].next;
        } else if (rest.starts_with("<!--")) {
            at = all.find("-->", at + 4) + 3;
        } else if (rest.starts_with("<?")) {
            at = all.find("?>", at + 2) + 2;
        } else if (rest.starts_with("<![CDATA[")) {
            const size_t end = all.find("]]>", at + 9);
            for (size_t i = at + 9; i < end; ++i) {
                if (all[i] == '\r' && i + 1 < end && all[i + 1] == '\n') continue;
                out += all[i] == '\r' ? '\n' : all[i];
            }
            at = end + 3;
        } else {
            const size_t end = all.find('<', at);
            decode(all.substr(at, end - at), false, out);
            at = end;
        }
    }
    return out;
}

int XmlSource::line(size_t offset) const {
    return 1 +
           static_cast<int>(std::count(text_.begin(), text_.begin() + static_cast<ptrdiff_t>(offset), '\n'));
}

std::set<std::string, std::less<>> XmlSource::ids() const {
    std::set<std::string, std::less<>> out;
    for (int e = 0; e < static_cast<int>(elements_.size()); ++e)
        if (auto id = attribute(e, "id"); !id.empty()) out.insert(std::move(id));
    return out;
}

}  // namespace leye::table
