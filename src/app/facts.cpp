#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdio>
#include <memory>

#include "app/commands.hpp"
#include "app/world.hpp"
#include "records/fact/undo.hpp"
#include "services/determination/import_result.hpp"
#include "services/determination/ledger.hpp"
#include "services/determination/preview.hpp"
#include "services/determination/redo.hpp"

namespace leye::app {
namespace {

using namespace determination;

int refused(const World& w, const Refusal& r) {
    const auto* t = (*w.catalog)->find_refusal(r.code);
    fmt::print(stderr, "{}\n", t ? catalog::filled(t->detail.en + "; " + t->next.en, r.details) : r.code);
    return 2;
}

json::Object told(const fact::Counts& n) {
    return {{"rows", n.rows}, {"taken", n.taken}, {"replaced", n.replaced}, {"known", n.known}, {"retracted", n.retracted}, {"refused", n.refused}};
}

std::string said(const fact::Counts& n) {
    return fmt::format("{} rows: {} taken, {} corrected, {} known before, {} retracted, {} refused", n.rows, n.taken, n.replaced, n.known, n.retracted, n.refused);
}

ImportOptions options_of(const World& w) { return {.actor = party::system_actor(), .clock = w.clock.get()}; }

/// Shows an import on the terminal.
class Shown {
  public:
    void operator()(const ImportProgress& at) {
        if (!progress_ || stage_ != at.stage) {
            stage_ = at.stage;
            progress_.reset();
            progress_ = std::make_unique<Progress>(at.stage == ImportProgress::Stage::looking ? "looking through, bytes" : at.stage == ImportProgress::Stage::people ? "people" : "rows");
        }
        progress_->at(at.done, at.total);
    }
    void end() { progress_.reset(); }

  private:
    ImportProgress::Stage stage_{};
    std::unique_ptr<Progress> progress_;
};

void write_file(World& w, const Source& source, int64_t batch, const std::string& file) {
    const std::unique_ptr<FILE, int (*)(FILE*)> out(std::fopen(file.c_str(), "wb"), std::fclose);
    if (!out) throw Fault("the file " + file + " cannot be written");
    write_line_results(*w.db, **w.catalog, w.phrases, source, batch, {}, [&](std::string_view piece) {
        if (std::fwrite(piece.data(), 1, piece.size(), out.get()) != piece.size()) throw Fault("the file " + file + " cannot be written");
    });
}

int finished(World& w, const Source& source, const Result<Imported>& done, const std::string& result, const Output& out) {
    if (!done) return refused(w, done.error());
    if (!result.empty()) write_file(w, source, done->batch, result);
    json::Object as_json{{"batch", done->batch}, {"known_before", done->known_before}, {"counts", told(done->counts)}, {"encoding", lines::name_of(done->look.encoding)},
                         {"packing", lines::name_of(done->look.packing)}, {"bytes", done->look.bytes}, {"content", done->look.hash},
                         {"ms", json::Object{{"looking", done->looking_ms}, {"people", done->people_ms}, {"reading", done->reading_ms}, {"facts", done->facts_ms}}}};
    print_done(out, as_json,
               done->known_before ? fmt::format("batch {} holds this content already; nothing was done", done->batch) : fmt::format("batch {}: {}", done->batch, said(done->counts)));
    return done->counts.refused > 0 && !done->known_before ? 1 : 0;
}

json::Object told(const fact::Batch& b) {
    json::Object out{{"batch", b.number}, {"source", b.source}, {"state", fact::name_of(b.state)}, {"given_by", b.given_by}, {"purpose", b.purpose}, {"file_name", b.file_name},
                     {"content", b.content_hash}, {"received_at", b.received_at.text()}, {"received_by", b.received_by}, {"counts", told(b.counts)}};
    if (b.from_month) out["from_month"] = b.from_month->text();
    if (b.until_month) out["until_month"] = b.until_month->text();
    if (b.undoes) out["undoes"] = *b.undoes, out["reason"] = b.reason;
    if (b.undone_by) out["undone_by"] = *b.undone_by;
    return out;
}

}  // namespace

int run_facts_sources(const Config& config, const Output& out) {
    auto w = open_world(config, Begin::never);
    const auto states = w->db->read([&](store::Connection& c) { return list_states(c, w->sources, w->clock->now().date()); });
    json::Array rows;
    for (const auto& s : states) {
        if (!out.json) {
            fmt::print("{:<24} {:<10} {}{}\n", s.source->code, s.newest ? s.newest->done_at->date().text() : "never", s.source->name.en,
                       (s.month ? ", newest month " + s.month->month.text().substr(0, 7) : "") + (s.late ? ", late" : ""));
            continue;
        }
        json::Object one{{"source", s.source->code}, {"name", s.source->name.en}, {"given_by", s.source->given_by.en}, {"purpose", s.source->purpose.en}, {"every", name_of(s.source->every)}, {"late", s.late}};
        if (s.newest) one["newest"] = told(*s.newest);
        if (s.month) one["month"] = s.month->month.text();
        rows.push_back(std::move(one));
    }
    if (out.json) fmt::print("{}\n", json::print(rows));
    return 0;
}

int run_facts_preview(const Config& config, const FactsJob& job, const Output& out) {
    auto w = open_world(config, Begin::never);
    const Source* source = w->sources.find(job.source);
    if (!source) return refused(*w, refuse("fact_source_unknown").value());
    const auto seen = preview_file(*w->db, w->seal, *source, {job.file, {}}, w->clock->now().date());
    if (!seen) return refused(*w, seen.error());
    json::Array columns, rows;
    json::Object counts;
    for (const auto& c : seen->mapping.columns) columns.push_back(json::Object{{"title", c.title}, {"column", c.column == no_column ? json::Value() : json::Value(source->columns[static_cast<size_t>(c.column)].name)}});
    for (const auto& [verdict, n] : seen->said) counts[is_good(verdict) ? "good" : code_of(verdict)] = n;
    for (const auto& r : seen->rows) rows.push_back(json::Object{{"line", r.line}, {"cells", json::write(r.cells)}, {"said", is_good(r.verdict.said) ? "good" : code_of(r.verdict.said)}});
    if (out.json) {
        fmt::print("{}\n", json::print(json::Object{{"form", name_of(seen->mapping.form)}, {"encoding", lines::name_of(seen->look.encoding)}, {"packing", lines::name_of(seen->look.packing)},
                                                    {"lines", seen->look.lines}, {"content", seen->look.hash}, {"known_batch", seen->known_batch ? json::Value(*seen->known_batch) : json::Value()},
                                                    {"columns", columns}, {"checked", seen->checked}, {"said", counts}, {"rows", rows}}));
        return 0;
    }
    fmt::print("{} lines, {}, {}\n", seen->look.lines, lines::name_of(seen->look.encoding), name_of(seen->mapping.form));
    if (seen->known_batch) fmt::print("batch {} holds this content already\n", *seen->known_batch);
    for (const auto& c : seen->mapping.columns) fmt::print("  {} -> {}\n", c.title, c.column == no_column ? "not known, not read" : source->columns[static_cast<size_t>(c.column)].name);
    fmt::print("of the first {} rows:\n", seen->checked);
    for (const auto& [verdict, n] : seen->said) fmt::print("  {:>6} {}\n", n, is_good(verdict) ? "good" : code_of(verdict));
    return 0;
}

int run_facts_import(const Config& config, const FactsJob& job, const Output& out) {
    auto w = open_world(config, Begin::never);
    const Source* source = w->sources.find(job.source);
    if (!source) return refused(*w, refuse("fact_source_unknown").value());
    auto options = options_of(*w);
    options.given_by = job.given_by, options.purpose = job.purpose;
    options.file_name = job.file.substr(job.file.rfind('/') + 1);
    Shown shown;
    const auto done = import_file(*w->db, w->seal, w->reference, *source, {job.file, {}}, options, std::ref(shown));
    shown.end();
    return finished(*w, *source, done, job.result, out);
}

int run_facts_redo(const Config& config, const FactsJob& job, const Output& out) {
    auto w = open_world(config, Begin::never);
    const auto done = redo_unknown(*w->db, w->seal, w->reference, w->sources, job.batch, options_of(*w));
    if (!done) return refused(*w, done.error());
    const auto batch = w->db->read([&](store::Connection& c) { return fact::find_batch(c, done->batch); });
    return finished(*w, *w->sources.find(batch->source), done, job.result, out);
}

int run_facts_list(const Config& config, const FactsJob& job, const Output& out) {
    auto w = open_world(config, Begin::never);
    json::Array rows;
    for (std::optional<int64_t> before;;) {
        const auto page = w->db->read([&](store::Connection& c) { return fact::list_batches(c, job.source, before, 200); });
        for (const auto& b : page) {
            if (out.json)
                rows.push_back(told(b));
            else
                fmt::print("{:>6} {} {:<24} {:<8} {} «{}» {}{}\n", b.number, b.received_at.date().text(), b.source, fact::name_of(b.state), b.given_by, b.file_name, said(b.counts),
                           b.undoes ? fmt::format(", takes {} back: {}", *b.undoes, b.reason) : b.undone_by ? fmt::format(", taken back by {}", *b.undone_by) : "");
        }
        if (page.size() < 200) break;
        before = page.back().number;
    }
    if (out.json) fmt::print("{}\n", json::print(rows));
    return 0;
}

int run_facts_rows(const Config& config, const FactsJob& job, const Output& out) {
    auto w = open_world(config, Begin::never);
    const auto batch = w->db->read([&](store::Connection& c) { return fact::find_batch(c, job.batch); });
    if (!batch) return refused(*w, refuse("fact_batch_unknown").value());
    const Source* source = w->sources.find(batch->source);
    if (!source) return refused(*w, refuse("fact_source_unknown").value());
    if (!out.json) {
        write_line_results(*w->db, **w->catalog, w->phrases, *source, job.batch, {.english = false, .refused_only = job.refused}, [](std::string_view piece) { std::fwrite(piece.data(), 1, piece.size(), stdout); });
        return 0;
    }
    // A line each, since there may be millions.
    each_line(*w->db, job.batch, [&](const KeptLine& line) {
        if (job.refused && !is_refused(line.verdict.said)) return;
        const size_t column = line.verdict.column;
        fmt::print("{}\n", json::print(json::Object{{"line", line.line}, {"said", code_of(line.verdict.said)}, {"column", column > 0 && column <= source->columns.size() ? source->columns[column - 1].name : ""}}));
    });
    return 0;
}

int run_facts_undo(const Config& config, const FactsJob& job, const Output& out) {
    auto w = open_world(config, Begin::never);
    fact::sweep_broken(*w->db, w->clock->now());
    Progress progress("facts passed");
    const auto done = fact::undo_batch(*w->db, w->seal, w->reference, party::system_actor(), job.batch, job.reason, *w->clock, [&](int64_t rows) { progress.at(rows); });
    if (!done) return refused(*w, done.error());
    const auto batch = w->db->read([&](store::Connection& c) { return fact::find_batch(c, *done); });
    print_done(out, told(*batch), fmt::format("batch {} takes {} back: {} facts are believed no longer, {} are told again", *done, job.batch, batch->counts.retracted, batch->counts.taken));
    return 0;
}

}  // namespace leye::app
