#include "services/determination/importer.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <mutex>
#include <thread>

#include "records/fact/undo.hpp"
#include "records/party/duty.hpp"
#include "services/determination/inbox.hpp"
#include "services/determination/redo.hpp"

namespace leye::determination {
namespace {

using State = FactTask::State;
using Kind = FactTask::Kind;

constexpr auto look_again = std::chrono::seconds(2);
constexpr size_t tasks_max = 100;

}  // namespace

std::string_view name_of(Kind kind) {
    switch (kind) {
        case Kind::import: return "import";
        case Kind::redo: return "redo";
        case Kind::undo: return "undo";
    }
    throw Bug("a task of no kind");
}

std::string_view name_of(State state) {
    switch (state) {
        case State::looked: return "looked";
        case State::waiting: return "waiting";
        case State::running: return "running";
        case State::done: return "done";
        case State::refused: return "refused";
        case State::failed: return "failed";
    }
    throw Bug("a task in no state");
}

std::optional<int> FactTask::seconds_left(Instant now) const {
    const int64_t took = now.ms() - began_at.ms();
    if (state != State::running || progress.done <= 0 || progress.total <= 0 || took < 1000) return std::nullopt;
    return static_cast<int>(took * (progress.total - progress.done) / progress.done / 1000);
}

struct Importer::Run {
    Parts parts;
    mutable std::mutex mutex;
    std::condition_variable changed;
    std::deque<FactTask> tasks;  // oldest first
    bool stopping = false;
    std::thread thread;

    explicit Run(Parts with) : parts(std::move(with)) {}

    FactTask* find(FactTaskId id) {
        const auto at = std::ranges::find(tasks, id, &FactTask::id);
        return at == tasks.end() ? nullptr : &*at;
    }

    // Forgets what is over or waits for nobody any more.
    void tidy() {
        const Instant now = parts.clock.now();
        std::erase_if(tasks, [&](const FactTask& t) { return (t.is_over() || t.state == State::looked) && t.changed_at.plus_ms(kept_ms) < now; });
    }

    Result<FactTask> add(FactTask task) {
        const std::lock_guard lock(mutex);
        tidy();
        size_t bytes = task.content ? task.content->size() : 0;
        for (const FactTask& t : tasks) bytes += t.content ? t.content->size() : 0;
        if (tasks.size() >= tasks_max || bytes > bytes_max) return refuse("fact_files_too_many");
        task.id = FactTaskId::make(parts.clock.now());
        task.asked_at = task.changed_at = parts.clock.now();
        tasks.push_back(std::move(task));
        changed.notify_all();
        return tasks.back();
    }

    void loop() {
        std::unique_ptr<Inbox> inbox;
        for (;;) {
            std::optional<FactTask> next;
            {
                std::unique_lock lock(mutex);
                const auto waiting = [&] { return std::ranges::find(tasks, State::waiting, &FactTask::state); };
                changed.wait_for(lock, look_again, [&] { return stopping || waiting() != tasks.end(); });
                if (stopping) return;
                if (const auto at = waiting(); at != tasks.end()) {
                    at->state = State::running, at->began_at = at->changed_at = parts.clock.now();
                    next = *at;
                }
            }
            try {
                if (next)
                    carry_out(std::move(*next));
                else
                    look_around(inbox);
            } catch (const std::exception&) {
                // The database or the disk failed: what is in the folder stays there and is tried again.
            }
        }
    }

    void look_around(std::unique_ptr<Inbox>& inbox) {
        fact::sweep_broken(parts.db, parts.clock.now());
        if (parts.inbox.empty()) return;
        if (!inbox) inbox = std::make_unique<Inbox>(parts, parts.inbox, [this](const ImportProgress&) {
                const std::lock_guard lock(mutex);
                if (stopping) throw ImportStopped();
            });
        inbox->take();
    }

    void carry_out(FactTask task) {
        const auto told = [&](const ImportProgress& at) {
            const std::lock_guard lock(mutex);
            if (stopping) throw ImportStopped();
            FactTask* now = find(task.id);
            if (!now) return;
            if (now->progress.stage != at.stage) now->began_at = parts.clock.now();
            now->progress = at;
        };
        State end = State::failed;
        try {
            const auto refusal = work(task, told);
            end = refusal ? State::refused : State::done;
            task.refusal = refusal;
        } catch (const std::exception&) {
            end = State::failed;
        }
        const std::lock_guard lock(mutex);
        FactTask* now = find(task.id);
        if (!now) return;
        now->state = end, now->changed_at = parts.clock.now();
        now->content.reset();
        now->imported = std::move(task.imported), now->undone_by = task.undone_by, now->refusal = std::move(task.refusal);
    }

    std::optional<Refusal> work(FactTask& task, const std::function<void(const ImportProgress&)>& told) {
        ImportOptions options{.actor = task.actor, .clock = &parts.clock, .file_name = task.file_name, .given_by = task.given_by, .purpose = task.purpose};
        if (task.kind == Kind::undo) {
            const auto by = fact::undo_batch(parts.db, parts.seal, parts.reference, task.actor, task.of_batch, task.reason, parts.clock,
                                             [&](int64_t rows) { told({ImportProgress::Stage::facts, rows, 0, task.of_batch}); });
            if (!by) return by.error();
            task.undone_by = *by;
            return std::nullopt;
        }
        auto done = task.kind == Kind::redo
                        ? redo_unknown(parts.db, parts.seal, parts.reference, parts.sources, task.of_batch, options, told)
                        : import_file(parts.db, parts.seal, parts.reference, *parts.sources.find(task.source), {"", *task.content}, options, told);
        if (!done) return done.error();
        task.imported = std::move(*done);
        return std::nullopt;
    }
};

Importer::Importer(Parts parts) : run_(std::make_unique<Run>(std::move(parts))) {
    if (!run_->parts.inbox.empty()) std::filesystem::create_directories(run_->parts.inbox);
    run_->thread = std::thread([run = run_.get()] { run->loop(); });
}

Importer::~Importer() {
    {
        const std::lock_guard lock(run_->mutex);
        run_->stopping = true;
    }
    run_->changed.notify_all();
    run_->thread.join();
}

Result<FactTask> Importer::look(const party::Actor& actor, const std::string& source, const std::string& file_name, std::string content) {
    if (auto allowed = party::may(actor, party::Duty::data); !allowed) return tl::unexpected(allowed.error());
    const Source* of = run_->parts.sources.find(source);
    if (!of) return refuse("fact_source_unknown", "source");
    FactTask task;
    task.actor = actor, task.source = source, task.file_name = file_name;
    task.content = std::make_shared<const std::string>(std::move(content));
    auto preview = preview_file(run_->parts.db, run_->parts.seal, *of, {"", *task.content}, run_->parts.clock.now().date());
    if (!preview) return tl::unexpected(preview.error());
    task.preview = std::make_shared<const Preview>(std::move(*preview));
    return run_->add(std::move(task));
}

Result<FactTask> Importer::import(const party::Actor& actor, FactTaskId id, const std::string& given_by, const std::string& purpose) {
    if (auto allowed = party::may(actor, party::Duty::data); !allowed) return tl::unexpected(allowed.error());
    const std::lock_guard lock(run_->mutex);
    FactTask* task = run_->find(id);
    if (!task || task->kind != Kind::import) return refuse("fact_task_unknown", "id");
    if (task->state == State::looked) {
        task->state = State::waiting, task->changed_at = run_->parts.clock.now();
        task->actor = actor, task->given_by = given_by, task->purpose = purpose;
        run_->changed.notify_all();
    }
    return *task;
}

Result<FactTask> Importer::redo(const party::Actor& actor, int64_t number) {
    if (auto allowed = party::may(actor, party::Duty::data); !allowed) return tl::unexpected(allowed.error());
    const auto batch = run_->parts.db.read([&](store::Connection& c) { return fact::find_batch(c, number); });
    if (!batch || batch->state != fact::State::done) return refuse("fact_batch_unknown", "n");
    FactTask task{.kind = Kind::redo, .state = State::waiting, .actor = actor, .source = batch->source, .file_name = batch->file_name, .of_batch = number};
    return run_->add(std::move(task));
}

Result<FactTask> Importer::undo(const party::Actor& actor, int64_t number, const std::string& reason) {
    if (auto allowed = party::may(actor, party::Duty::data); !allowed) return tl::unexpected(allowed.error());
    const auto batch = run_->parts.db.read([&](store::Connection& c) { return fact::find_batch(c, number); });
    if (!batch) return refuse("fact_batch_unknown", "n");
    if (auto can = fact::may_undo(*batch, reason); !can) return tl::unexpected(can.error());
    FactTask task{.kind = Kind::undo, .state = State::waiting, .actor = actor, .source = batch->source, .file_name = batch->file_name, .reason = reason, .of_batch = number};
    return run_->add(std::move(task));
}

std::optional<FactTask> Importer::find(FactTaskId id) const {
    const std::lock_guard lock(run_->mutex);
    const FactTask* task = run_->find(id);
    return task ? std::optional(*task) : std::nullopt;
}

std::vector<FactTask> Importer::list() const {
    const std::lock_guard lock(run_->mutex);
    run_->tidy();
    return {run_->tasks.rbegin(), run_->tasks.rend()};
}

Result<void> Importer::drop(const party::Actor& actor, FactTaskId id) {
    if (auto allowed = party::may(actor, party::Duty::data); !allowed) return tl::unexpected(allowed.error());
    const std::lock_guard lock(run_->mutex);
    const FactTask* task = run_->find(id);
    if (!task || task->state != State::looked) return refuse("fact_task_unknown", "id");
    std::erase_if(run_->tasks, [&](const FactTask& t) { return t.id == id; });
    return {};
}

}  // namespace leye::determination
