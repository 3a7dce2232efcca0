#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "records/catalog/catalog.hpp"
#include "records/reference/reference.hpp"

namespace leye::catalog {
namespace {

/// Checks one value after the other and remembers every fault.
class Checking {
  public:
    Checking(const Item& item, const json::Object& values, const reference::Reference& reference, Date today)
        : item_(item), values_(values), reference_(reference), today_(today) {}

    Result<json::Object> run() {
        for (const auto& [key, value] : values_)
            if (!item_.find_field(key)) no("field_unknown", key);
        for (const Field& f : item_.fields) check(f);
        if (refusals_.empty()) return std::move(out_);
        Refusal first = refusals_.front();
        first.also.assign(refusals_.begin() + 1, refusals_.end());
        return tl::unexpected(std::move(first));
    }

  private:
    void no(std::string code, std::string_view field, std::map<std::string, std::string> details = {}) {
        if (refusals_.size() < 50) refusals_.push_back({.code = std::move(code), .field = "values." + std::string(field), .clause = {}, .details = std::move(details), .also = {}});
    }

    void no(Refusal r, std::string_view field) { no(r.code, field, r.details); }

    bool is_shown(const Field& f) const {
        if (!f.shown_if) return true;
        const auto* v = out_.if_contains(f.shown_if->field);
        if (!v) return false;
        if (v->is_bool()) return f.shown_if->equals == (v->get_bool() ? "true" : "false");
        return v->is_string() && std::string_view(v->get_string()) == f.shown_if->equals;
    }

    void check(const Field& f) {
        if (!is_shown(f)) return;
        const auto* v = values_.if_contains(f.name);
        const bool empty = !v || v->is_null() || (v->is_string() && text::trim(v->get_string()).empty()) || (v->is_array() && v->get_array().empty());
        if (empty) {
            if (f.required) no("field_missing", f.name, {{"label", f.label.zh}});
            return;
        }
        if (f.type == "boolean") {
            if (!v->is_bool()) return no("json_type", f.name, {{"wanted", "boolean"}});
            out_[f.name] = *v;
        } else if (f.type == "integer") {
            if (!v->is_int64()) return no("json_type", f.name, {{"wanted", "integer"}});
            if (v->get_int64() < 0 || v->get_int64() > 1'000'000'000) return no("json_range", f.name);
            out_[f.name] = *v;
        } else if (f.type == "choices") {
            if (!v->is_array() || v->get_array().size() > f.options.size()) return no("json_type", f.name, {{"wanted", "array"}});
            for (const auto& one : v->get_array())
                if (!one.is_string() || !is_option(f, one.get_string())) return no("option_unknown", f.name);
            out_[f.name] = *v;
        } else {
            if (!v->is_string()) return no("json_type", f.name, {{"wanted", "string"}});
            check_text(f, v->get_string());
        }
    }

    static bool is_option(const Field& f, std::string_view value) {
        return std::ranges::any_of(f.options, [&](const Option& o) { return o.value == value; });
    }

    void check_text(const Field& f, std::string_view given) {
        // A hostile length is refused before anything looks at the characters.
        const bool hostile = given.size() > static_cast<size_t>(f.length_max) * 4 + 64;
        const std::string_view value = hostile ? given : text::trim(given);
        if (hostile || text::length(value) > static_cast<size_t>(f.length_max)) return no("text_too_long", f.name, {{"most", std::to_string(f.length_max)}});
        if (f.type == "date") {
            const auto date = Date::parse(text::narrow(value));
            if (!date || date->year() < 1900 || date->year() > 2100) return no("date_invalid", f.name);
            out_[f.name] = date->text();
        } else if (f.type == "choice" || f.type == "document_type") {
            if (!is_option(f, value)) return no("option_unknown", f.name);
            out_[f.name] = value;
        } else if (f.type == "area") {
            // Retired codes are accepted: whoever lived in 莱芜 still lives there.
            if (!reference_.areas().find(value)) return no("area_unknown", f.name);
            out_[f.name] = value;
        } else if (f.type == "phone") {
            take(f, reference::check_phone(value));
        } else if (f.type == "name") {
            take(f, reference::check_name(value));
        } else if (f.type == "document_number") {
            const auto* type = out_.if_contains("document_type");
            if (!type && item_.find_field("document_type")) return;  // the kind is at fault and told already
            const auto known = type && type->is_string() ? reference::document_type_of(type->get_string()) : reference::DocumentType::resident_id;
            take(f, reference::check_document(known.value_or(reference::DocumentType::resident_id), value, today_));
        } else if (f.type == "uscc") {
            auto code = reference::read_uscc(value);
            if (!code) return no(code.error(), f.name);
            out_[f.name] = code->code;
        } else {
            for (char32_t c : text::code_points(value))
                if ((c < 0x20 && !(f.type == "long_text" && c == '\n')) || c == 0x7f) return no("text_control", f.name);
            out_[f.name] = value;
        }
    }

    void take(const Field& f, Result<std::string> checked) {
        if (checked)
            out_[f.name] = *checked;
        else
            no(checked.error(), f.name);
    }

    const Item& item_;
    const json::Object& values_;
    const reference::Reference& reference_;
    Date today_;
    json::Object out_;
    std::vector<Refusal> refusals_;
};

}  // namespace

Result<json::Object> Catalog::check_values(const Item& item, const json::Object& values, const reference::Reference& reference, Date today) const {
    return Checking(item, values, reference, today).run();
}

}  // namespace leye::catalog
