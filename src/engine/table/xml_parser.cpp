#include <algorithm>

#include "engine/table/xml_source.hpp"

namespace leye::table {
namespace {

constexpr size_t entity_length_max = 16;

std::string lower(std::string_view ascii) {
    std::string out(ascii);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return out;
}

}  // namespace

class XmlSource::Parser {
  public:
    Parser(XmlSource& out, const Bounds& bounds) : out_(out), bounds_(bounds), text_(out.text_) {}

    Result<void> run() {
        if (text_.size() > bounds_.bytes)
            return refuse("table_file_too_large", "file",
                          {{"limit", std::to_string(bytes_max / 1'000'000) + " MB"}});
        if (text_.starts_with("\xff\xfe") || text_.starts_with("\xfe\xff")) return fail("table_xml_encoding");
        if (!is_xml_text(text_)) return fail("table_xml_bytes", bad_byte());
        if (text_.starts_with("\xef\xbb\xbf")) at_ = 3;
        if (ahead("<?xml") && text_.size() > at_ + 5 && is_xml_blank(text_[at_ + 5])) {
            const size_t end = text_.find("?>", at_);
            if (end == text_.npos) return fail("table_xml_markup");
            if (!is_utf8_declared(text_.substr(at_, end - at_))) return fail("table_xml_encoding");
            at_ = end + 2;
        }
        while (at_ < text_.size())
            if (auto ok = piece(); !ok) return ok;
        if (!open_.empty())
            return fail("table_xml_unclosed", out_[open_.back()].begin, {{"name", name_of(open_.back())}});
        if (out_.elements_.empty()) return fail("table_xml_markup");
        return {};
    }

  private:
    struct Scope {
        std::string_view prefix;
        int space, depth;
    };
    static constexpr size_t scopes_max = 200;

    tl::unexpected<Refusal> fail(std::string code) { return fail(std::move(code), at_); }
    tl::unexpected<Refusal> fail(std::string code, size_t offset,
                                 std::map<std::string, std::string> details = {}) {
        details["line"] = std::to_string(out_.line(std::min(offset, text_.size())));
        return refuse(std::move(code), "file", std::move(details));
    }
    bool ahead(std::string_view what) const { return text_.substr(at_).starts_with(what); }
    std::string name_of(int e) const {
        return std::string(text_.substr(out_[e].name_begin, out_[e].name_end - out_[e].name_begin));
    }

    size_t bad_byte() const {
        size_t good = 0;
        for (size_t end = text_.find('\n');
             end != text_.npos && is_xml_text(text_.substr(good, end + 1 - good));
             end = text_.find('\n', good))
            good = end + 1;
        return good;
    }

    static bool is_utf8_declared(std::string_view declaration) {
        const size_t at = declaration.find("encoding");
        if (at == declaration.npos) return true;
        const size_t from = declaration.find_first_of("'\"", at);
        if (from == declaration.npos) return false;
        const std::string named =
            lower(declaration.substr(from + 1, declaration.find(declaration[from], from + 1) - from - 1));
        return named == "utf-8" || named == "utf8" || named == "us-ascii" || named == "ascii";
    }

    Result<void> skip(std::string_view opening, std::string_view closing) {
        const size_t end = text_.find(closing, at_ + opening.size());
        if (end == text_.npos) return fail("table_xml_markup");
        at_ = end + closing.size();
        return {};
    }

    Result<void> piece() {
        if (text_[at_] != '<') return characters();
        if (ahead("<!--")) return skip("<!--", "-->");
        if (ahead("<?")) return instruction();
        if (ahead("<![CDATA[")) return open_.empty() ? fail("table_xml_markup") : skip("<![CDATA[", "]]>");
        if (ahead("<!"))
            return fail(lower(text_.substr(at_, 9)) == "<!doctype" ? "table_xml_doctype"
                                                                   : "table_xml_markup");
        if (ahead("</")) return close_element();
        return open_element();
    }

    Result<void> instruction() {
        const size_t end = name_end(at_ + 2);
        const bool apart = text_.substr(end, 2) == "?>" || (end < text_.size() && is_xml_blank(text_[end]));
        if (end == at_ + 2 || !apart || lower(text_.substr(at_ + 2, end - at_ - 2)) == "xml")
            return fail("table_xml_markup");
        return skip("<?", "?>");
    }

    Result<void> characters() {
        const size_t end = std::min(text_.find('<', at_), text_.size());
        const auto run = text_.substr(at_, end - at_);
        if (open_.empty() && std::ranges::any_of(run, [](char c) { return !is_xml_blank(c); }))
            return fail("table_xml_markup");
        if (auto ok = check_entities(run); !ok) return ok;
        at_ = end;
        return {};
    }

    // `run` is a piece of the text.
    Result<void> check_entities(std::string_view run) {
        for (size_t i = run.find('&'); i != run.npos; i = run.find('&', i + 1)) {
            const size_t end = run.substr(i, entity_length_max).find(';');
            if (end == run.npos || character_of(run.substr(i + 1, end - 1)) == 0)
                return fail("table_xml_entity", static_cast<size_t>(run.data() - text_.data()) + i,
                            {{"entity", std::string(run.substr(i, end == run.npos ? 1 : end + 1))}});
        }
        return {};
    }

    size_t name_end(size_t from) const {
        if (from >= text_.size() || !is_name_start(text_[from])) return from;
        while (from < text_.size() && is_name_part(text_[from])) ++from;
        return from;
    }
    bool skip_blanks() {
        const size_t from = at_;
        while (at_ < text_.size() && is_xml_blank(text_[at_])) ++at_;
        return at_ > from;
    }

    Result<void> close_element() {
        const size_t begin = at_, end = name_end(at_ + 2);
        const std::string name(text_.substr(at_ + 2, end - at_ - 2));
        if (open_.empty() || name != name_of(open_.back()))
            return fail("table_xml_mismatch", at_,
                        {{"name", name}, {"wanted", open_.empty() ? "" : name_of(open_.back())}});
        at_ = end;
        skip_blanks();
        if (!ahead(">")) return fail("table_xml_markup");
        ++at_;
        auto& e = out_.elements_[static_cast<size_t>(open_.back())];
        e.close_begin = static_cast<uint32_t>(begin);
        e.end = static_cast<uint32_t>(at_);
        leave();
        return {};
    }

    void leave() {
        while (!scopes_.empty() && scopes_.back().depth == static_cast<int>(open_.size())) scopes_.pop_back();
        open_.pop_back();
        last_child_.pop_back();
    }

    Result<void> open_element() {
        const size_t begin = at_, end = name_end(at_ + 1);
        if (end == at_ + 1 || end - at_ > name_bytes_max) return fail("table_xml_markup");
        if (open_.empty() && !out_.elements_.empty()) return fail("table_xml_markup");
        if (open_.size() >= static_cast<size_t>(depth_max))
            return fail("table_xml_deep", at_, {{"limit", std::to_string(depth_max)}});
        if (out_.elements_.size() >= bounds_.elements)
            return fail("table_file_too_large", at_, {{"limit", std::to_string(elements_max)}});
        const int self = static_cast<int>(out_.elements_.size());
        Element e{.begin = static_cast<uint32_t>(begin),
                  .open_end = 0,
                  .close_begin = 0,
                  .end = 0,
                  .name_begin = static_cast<uint32_t>(begin + 1),
                  .name_end = static_cast<uint32_t>(end),
                  .parent = open_.empty() ? none : open_.back()};
        out_.elements_.push_back(e);
        if (!open_.empty()) {
            const int before = last_child_.back();
            (before == none ? out_.elements_[static_cast<size_t>(open_.back())].first_child
                            : out_.elements_[static_cast<size_t>(before)].next) = self;
            out_.elements_.back().previous = before;
            last_child_.back() = self;
        }
        open_.push_back(self);
        last_child_.push_back(none);
        at_ = end;
        if (auto ok = read_attributes(); !ok) return ok;
        auto& made = out_.elements_.back();
        made.space = space_of(out_.prefix(self));
        const bool closes = text_[at_] == '/';
        at_ += closes ? 2 : 1;
        made.open_end = made.close_begin = made.end = static_cast<uint32_t>(at_);
        if (closes) leave();
        return {};
    }

    // Ends at «>» or «/>».
    Result<void> read_attributes() {
        std::vector<std::string_view> names;
        for (;;) {
            const bool apart = skip_blanks();
            if (ahead(">") || ahead("/>")) break;
            const size_t end = name_end(at_);
            if (!apart || end == at_ || names.size() >= bounds_.attributes) return fail("table_xml_markup");
            const auto name = text_.substr(at_, end - at_);
            names.push_back(name);
            at_ = end;
            skip_blanks();
            if (!ahead("=")) return fail("table_xml_markup");
            ++at_;
            skip_blanks();
            if (!ahead("\"") && !ahead("'")) return fail("table_xml_markup");
            const size_t close = text_.find(text_[at_], at_ + 1);
            if (close == text_.npos) return fail("table_xml_markup");
            const auto value = text_.substr(at_ + 1, close - at_ - 1);
            if (value.find('<') != value.npos) return fail("table_xml_markup");
            if (auto ok = check_entities(value); !ok) return ok;
            if (name == "xmlns" || name.starts_with("xmlns:")) {
                if (scopes_.size() >= scopes_max) return fail("table_xml_markup");
                scopes_.push_back({name == "xmlns" ? std::string_view() : name.substr(6),
                                   number_of_space(value), static_cast<int>(open_.size())});
            }
            at_ = close + 1;
        }
        std::ranges::sort(names);
        const auto twice = std::ranges::adjacent_find(names);
        if (twice != names.end())
            return fail("table_xml_attribute_twice", at_, {{"name", std::string(*twice)}});
        return {};
    }

    int number_of_space(std::string_view raw) {
        std::string uri;
        decode(raw, true, uri);
        const auto found = std::ranges::find(out_.spaces_, uri);
        if (found != out_.spaces_.end()) return static_cast<int>(found - out_.spaces_.begin());
        if (out_.spaces_.size() >= scopes_max) return none;
        out_.spaces_.push_back(uri);
        return static_cast<int>(out_.spaces_.size()) - 1;
    }

    int space_of(std::string_view prefix) const {
        if (prefix.ends_with(':')) prefix.remove_suffix(1);
        for (size_t i = scopes_.size(); i-- > 0;)
            if (scopes_[i].prefix == prefix) return scopes_[i].space;
        return none;
    }

    XmlSource& out_;
    const Bounds& bounds_;
    std::string_view text_;
    size_t at_ = 0;
    std::vector<int> open_, last_child_;
    std::vector<Scope> scopes_;
};

Result<XmlSource> XmlSource::parse(std::string text, const Bounds& bounds) {
    XmlSource out;
    out.text_ = std::move(text);
    if (auto ok = Parser(out, bounds).run(); !ok) return tl::unexpected(std::move(ok.error()));
    return out;
}

}  // namespace leye::table
