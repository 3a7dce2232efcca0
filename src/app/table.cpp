#include <fmt/core.h>

#include <fstream>

#include "app/commands.hpp"
#include "base/json.hpp"
#include "engine/sheet/sheet.hpp"
#include "engine/table/document.hpp"
#include "engine/table/html.hpp"
#include "engine/table/xlsx.hpp"
#include "records/catalog/catalog.hpp"
#include "records/catalog/phrases.hpp"
#include "records/reference/reference.hpp"

namespace leye::app {
namespace {

// One byte over the bound is enough to be refused.
std::string bytes_of(const std::string& file, size_t bytes_max) {
    std::ifstream in(file, std::ios::binary);
    std::string out(bytes_max + 1, '\0');
    in.read(out.data(), static_cast<std::streamsize>(out.size()));
    out.resize(static_cast<size_t>(in.gcount()));
    return out;
}

void put(const std::string& file, const std::string& bytes) {
    std::ofstream out(file, std::ios::binary);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.flush();
    if (!out) throw Fault(file + " cannot be written");
}

// The sentence and the next step, in Chinese and English.
int refused(const Config& config, const std::string& file, const Refusal& r) {
    std::vector<std::string> faults;
    const auto reference = reference::Reference::load(config.catalog);
    std::optional<catalog::Catalog> texts;
    if (reference) texts = catalog::Catalog::load(config.catalog, *reference, {}, faults);
    const auto* t = texts ? texts->find_refusal(r.code) : nullptr;
    const std::string place = r.field.empty() || r.field == "file" ? "" : " (" + r.field + ")";
    if (!t)
        fmt::print(stderr, "{}: {}{}\n", file, r.code, place);
    else
        fmt::print(stderr, "{}: {}{}。{}。\n{}: {}{}. {}.\n", file, catalog::filled(t->detail.zh, r.details),
                   place, catalog::filled(t->next.zh, r.details), file,
                   catalog::filled(t->detail.en, r.details), place, catalog::filled(t->next.en, r.details));
    return 2;
}

}  // namespace

int run_table(const Config& config, const TableJob& job, const Output& out) {
    const auto language = job.language == "en" ? table::Language::en : table::Language::zh;
    auto document = table::TableDocument::load(bytes_of(job.model, table::XmlSource::bytes_max));
    if (!document) return refused(config, job.model, document.error());
    const bool only = job.decision.empty() && document->tables().size() == 1;
    const auto number = only ? Result<size_t>(0) : document->find(job.decision);
    if (!number) return refused(config, job.model, number.error());
    auto sheet = document->view(*number);
    if (!sheet) return refused(config, job.model, sheet.error());
    std::string written;
    if (!job.from.empty()) {
        sheet = table::of_xlsx(bytes_of(job.from, sheet::file_bytes_max), job.from);
        if (!sheet) return refused(config, job.from, sheet.error());
        if (auto ok = document->apply(*number, *sheet); !ok) return refused(config, job.from, ok.error());
        put(written = job.out, document->text());
    } else if (!job.xlsx.empty()) {
        const auto bytes = table::to_xlsx(*sheet, language);
        if (!bytes) return refused(config, job.model, bytes.error());
        put(written = job.xlsx, *bytes);
    } else {
        put(written = job.html,
            table::to_html(*sheet, {.language = language, .title = {}, .verdict = {}, .footer = job.model}));
    }
    if (out.json)
        fmt::print("{}\n", json::print(json::Object{{"written", written}, {"rules", sheet->rules.size()}}));
    else
        fmt::print("{}: {} rules\n", written, sheet->rules.size());
    return 0;
}

}  // namespace leye::app
