#include "services/determination/redo.hpp"

#include "services/determination/import_keep.hpp"

namespace leye::determination {

Result<Imported> redo_unknown(store::Database& db, const seal::Seal& seal, const reference::Reference& reference, const Sources& sources, int64_t number, ImportOptions options,
                              const std::function<void(const ImportProgress&)>& progress) {
    const auto batch = db.read([&](store::Connection& c) { return fact::find_batch(c, number); });
    if (!batch || batch->state != fact::State::done) return refuse("fact_batch_unknown");
    if (batch->undone_by) return refuse("fact_batch_undone");
    const Source* source = sources.find(batch->source);
    if (!source) return refuse("fact_source_unknown");
    std::string text;
    each_refused(db, seal, number, [&](std::string_view titles, const RefusedLine& line) {
        if (line.verdict.said != Said::person_unknown) return true;
        if (text.empty() && !titles.empty()) text.append(titles) += '\n';
        text.append(line.record) += '\n';
        return true;
    });
    if (text.empty()) return refuse("fact_nothing_to_redo");
    options.same_again = true;  // the lines may be the same, the people are not
    options.given_by = batch->given_by, options.purpose = batch->purpose;
    options.file_name = batch->file_name;
    return import_file(db, seal, reference, *source, {"", text}, options, progress);
}

}  // namespace leye::determination
