#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "base/text.hpp"
#include "engine/sheet/sheet.hpp"
#include "engine/table/xlsx.hpp"
#include "engine/table/xlsx_layout.hpp"
#include "engine/table/xml_text.hpp"

namespace leye::table {
namespace {

using namespace layout;

bool is(std::string_view text, const Word& w) {
    return text == w.zh || text == w.en;
}

enum class Part { none, input, output, annotation, id };

class Reading {
  public:
    explicit Reading(sheet::Reader& reader) : reader_(reader) {}

    Result<TableSheet> run() {
        for (const auto& wanted : heads)
            if (auto ok = read_head(wanted); !ok) return tl::unexpected(std::move(ok.error()));
        if (auto ok = read_top(); !ok) return tl::unexpected(std::move(ok.error()));
        if (auto ok = read_columns(); !ok) return tl::unexpected(std::move(ok.error()));
        for (;;) {
            auto row = next();
            if (!row) return tl::unexpected(std::move(row.error()));
            if (!*row) break;
            if (auto ok = read_rule(**row); !ok) return tl::unexpected(std::move(ok.error()));
        }
        if (auto ok = check(out_); !ok) return tl::unexpected(std::move(ok.error()));
        return std::move(out_);
    }

  private:
    std::string place(size_t column, int row) const {
        return fmt::format("{}!{}", reader_.sheet_name(), sheet::cell_name(static_cast<int>(column), row));
    }
    tl::unexpected<Refusal> fail(const char* code, size_t column, int row,
                                 std::map<std::string, std::string> details = {}) const {
        details["cell"] = place(column, row);
        return refuse(code, details["cell"], std::move(details));
    }

    Result<std::optional<sheet::Row>> next() {
        auto row = reader_.next();
        if (!row) return tl::unexpected(with_sheet(std::move(row.error())));
        if (*row)
            for (size_t c = 0; c < (*row)->cells.size(); ++c)
                if (!is_xml_text((*row)->cells[c])) return fail("table_character", c, (*row)->number);
        if (*row) last_ = (*row)->number;
        return row;
    }

  public:
    static Refusal with_sheet(Refusal refusal) {
        const auto cell = refusal.details.find("cell");
        const auto sheet = refusal.details.find("sheet");
        if (cell != refusal.details.end() && sheet != refusal.details.end())
            cell->second = sheet->second + "!" + cell->second;
        return refusal;
    }

  private:
    Result<void> read_head(const Word& wanted) {
        auto row = next();
        if (!row) return tl::unexpected(std::move(row.error()));
        const int number = *row ? (*row)->number : last_ + 1;
        if (!*row || !is((*row)->cell(0), wanted))
            return fail("table_sheet_header", 0, number,
                        {{"wanted", std::string(wanted.zh) + " / " + std::string(wanted.en)}});
        above_.push_back(std::move(**row));
        return {};
    }

    Result<void> read_top() {
        out_.name = above_[name_row].cell(1);
        out_.decision = above_[name_row].cell(2);
        const std::string given = text::upper(above_[policy_row].cell(1));
        out_.hit_policy = given.starts_with("COLLECT ") ? "COLLECT" : given;
        out_.aggregation = given.starts_with("COLLECT ")
                               ? std::string(text::trim(std::string_view(given).substr(8)))
                               : std::string();
        const auto& sum = out_.aggregation;
        const bool known = !meaning_of(out_.hit_policy).zh.empty() &&
                           (sum.empty() || sum == "SUM" || sum == "COUNT" || sum == "MIN" || sum == "MAX");
        if (!known) return fail("table_sheet_hit_policy", 1, above_[policy_row].number, {{"given", given}});
        for (const auto& [row, free] : {std::pair{name_row, 3}, std::pair{policy_row, 2}})
            for (size_t c = static_cast<size_t>(free); c < above_[row].cells.size(); ++c)
                if (!above_[row].cells[c].empty()) return fail("table_sheet_stray", c, above_[row].number);
        return {};
    }

    Result<void> read_columns() {
        size_t width = 0;
        for (const auto& row : above_) width = std::max(width, row.cells.size());
        parts_.assign(width, Part::none);
        bool has_ids = false;
        for (size_t c = 1; c < width; ++c) {
            const auto named = above_[part_row].cell(c);
            parts_[c] = is(named, word::input)                 ? Part::input
                        : is(named, word::output)              ? Part::output
                        : is(named, word::annotation)          ? Part::annotation
                        : is(named, word::rule_id) && !has_ids ? Part::id
                                                               : Part::none;
            has_ids |= parts_[c] == Part::id;
            if (parts_[c] == Part::none && !named.empty())
                return fail("table_sheet_part", c, above_[part_row].number, {{"given", std::string(named)}});
            if (auto ok = read_column(c); !ok) return ok;
        }
        if (!has_ids)
            return fail("table_sheet_header", width, above_[part_row].number,
                        {{"wanted", std::string(word::rule_id.zh) + " / " + std::string(word::rule_id.en)}});
        return {};
    }

    Result<void> read_column(size_t c) {
        const auto at = [&](size_t row) { return std::string(above_[row].cell(c)); };
        std::vector<size_t> unused;
        switch (parts_[c]) {
            case Part::input:
                out_.inputs.push_back(
                    {at(id_row), at(label_row), at(expression_row), at(type_row), at(allowed_row)});
                unused = {fallback_row};
                break;
            case Part::output:
                out_.outputs.push_back({at(id_row), at(expression_row), at(label_row), at(type_row),
                                        at(allowed_row), at(fallback_row)});
                break;
            case Part::annotation:
                out_.annotations.push_back({at(id_row), at(label_row)});
                unused = {expression_row, type_row, allowed_row, fallback_row};
                break;
            case Part::id:
            case Part::none:
                unused = {label_row, expression_row, type_row, allowed_row, fallback_row, id_row};
        }
        for (const size_t row : unused) {
            if (above_[row].cell(c).empty()) continue;
            if (parts_[c] == Part::none)
                return fail("table_sheet_part", c, above_[part_row].number, {{"given", ""}});
            return fail("table_sheet_stray", c, above_[row].number);
        }
        if (const auto id = at(id_row); !id.empty() && parts_[c] != Part::none) {
            const auto [first, is_new] =
                column_ids_.try_emplace(std::pair{parts_[c], id}, place(c, above_[id_row].number));
            if (!is_new)
                return fail("table_sheet_id_twice", c, above_[id_row].number,
                            {{"id", id}, {"first", first->second}});
        }
        return {};
    }

    Result<void> read_rule(const sheet::Row& row) {
        if (out_.rules.size() >= rules_max)
            return fail("table_too_many_rules", 0, row.number, {{"limit", std::to_string(rules_max)}});
        TableSheet::Rule rule;
        for (size_t c = 1; c < std::max(parts_.size(), row.cells.size()); ++c) {
            std::string text(row.cell(c));
            switch (c < parts_.size() ? parts_[c] : Part::none) {
                case Part::input:
                    rule.cells.push_back(std::move(text));
                    break;
                case Part::output:
                    rule.outputs.push_back(std::move(text));
                    break;
                case Part::annotation:
                    rule.notes.push_back(std::move(text));
                    break;
                case Part::none:
                    if (!text.empty())
                        return fail("table_sheet_part", c, above_[part_row].number, {{"given", ""}});
                    break;
                case Part::id:
                    if (!text.empty()) {
                        const auto [first, is_new] = rule_ids_.try_emplace(text, place(c, row.number));
                        if (!is_new)
                            return fail("table_sheet_id_twice", c, row.number,
                                        {{"id", text}, {"first", first->second}});
                    }
                    rule.id = std::move(text);
            }
        }
        out_.rules.push_back(std::move(rule));
        return {};
    }

    sheet::Reader& reader_;
    TableSheet out_;
    int last_ = 0;
    std::vector<sheet::Row> above_;
    std::vector<Part> parts_;
    std::map<std::pair<Part, std::string>, std::string> column_ids_;
    std::map<std::string, std::string> rule_ids_;
};

}  // namespace

Result<TableSheet> of_xlsx(std::string_view bytes, const std::string& file_name) {
    auto reader = sheet::open(bytes, file_name, sheet::Content::plain);
    if (!reader) return tl::unexpected(Reading::with_sheet(std::move(reader.error())));
    if (reader->format() != sheet::Format::xlsx) return refuse("table_sheet_kind", "file");
    return Reading(*reader).run();
}

}  // namespace leye::table
