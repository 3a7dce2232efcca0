#include "services/determination/preview.hpp"

#include "base/json.hpp"
#include "engine/lines/csv.hpp"
#include "records/fact/batch.hpp"
#include "records/party/document.hpp"
#include "services/determination/first_record.hpp"
#include "services/determination/import_part.hpp"

namespace leye::determination {
namespace {

constexpr int64_t rows_checked = 2'000;

// Whoever looks at a preview needs to see what stands in which column, not whose it is.
std::vector<std::string> shown(const Source& source, const Mapping& mapping, std::string_view record) {
    std::vector<std::string> out(mapping.columns.size());
    const auto show = [&](size_t at, std::string_view text) {
        const int column = mapping.columns[at].column;
        if (column == no_column) return;
        out[at] = source.columns[static_cast<size_t>(column)].type == ColumnType::document ? party::mask_number(text) : std::string(text);
    };
    if (mapping.form == Form::ndjson) {
        const auto value = json::parse(record);
        if (!value || !value->is_object()) return out;
        for (size_t i = 0; i < out.size(); ++i)
            if (const auto* field = value->get_object().if_contains(mapping.columns[i].title)) show(i, field->is_string() ? std::string(field->get_string()) : json::print(*field));
        return out;
    }
    std::string copy(record);
    std::vector<std::string_view> fields(out.size());
    const size_t count = lines::split(copy, mapping.separator, fields);
    for (size_t i = 0; i < std::min(count, fields.size()); ++i) show(i, fields[i]);
    return out;
}

}  // namespace

Result<Preview> preview_file(store::Database& db, const seal::Seal& seal, const Source& source, const lines::Origin& origin, Date today, size_t show) {
    auto look = lines::look_through(origin);
    if (!look) return tl::unexpected(look.error());
    auto titles = first_record_of(origin, look->encoding);
    if (!titles) return tl::unexpected(titles.error());
    auto mapping = map_columns(source, *titles);
    if (!mapping) return tl::unexpected(mapping.error());
    Preview out{std::move(*look), std::move(*mapping), {}, 0, {}, {}};
    if (const auto before = db.read([&](store::Connection& c) { return fact::find_content(c, source.code, out.look.hash); })) out.known_batch = before->number;

    const auto owners = owners_for(db, 0, {});
    PartReader reader(source, out.mapping, seal, *owners, lines::Blocks(origin, out.look.encoding, size_t{1} << 16), today, 1, rows_checked);
    const auto part = reader.next();
    if (!part) return tl::unexpected(part.error());
    for (const auto& block : part->blocks)
        for (size_t i = 0; i < block->verdicts.size() && out.checked < rows_checked; ++i) {
            Verdict verdict = block->verdicts[i];
            if (is_good(verdict.said)) verdict.said = Said::taken;  // nothing was kept that would know better
            if (verdict.said == Said::blank) continue;
            ++out.checked;
            ++out.said[verdict.said];
            if (out.rows.size() < show) out.rows.push_back({block->block.first_record + static_cast<int64_t>(i), shown(source, out.mapping, block->record(i)), verdict});
        }
    return out;
}

}  // namespace leye::determination
