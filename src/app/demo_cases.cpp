#include "app/demo_cases.hpp"

#include <fmt/format.h>

#include <functional>
#include <map>
#include <set>

#include "app/demo/office_hours.hpp"
#include "app/outbox_messenger.hpp"
#include "records/party/party.hpp"
#include "services/casework/act.hpp"
#include "services/casework/remind.hpp"
#include "services/casework/submit.hpp"
#include "services/determination/objection.hpp"

namespace leye::app {
namespace {

struct Question {
    const char* topic;
    const char* text;
    const char* answer;  ///< nullptr: nobody answered yet
};
constexpr Question questions[] = {
    {"unemployment_registration", "户口不在济南，能在济南登记失业吗？", "能。失业登记不看户籍，住在哪里就可以在哪里办，网上和省内任何窗口都行，只要一件身份证件。"},
    {"unemployment_registration", "单位没给离职证明，怎么登记失业？", "不需要离职证明。单位登记过离职的，系统直接核对；没有登记的，您作出书面承诺就能当场办结，30天内核查。"},
    {"flexible_work", "送外卖算就业吗，怎么登记？", "算。送外卖、开网约车、直播等都属于灵活就业，本人在网上登记，书面承诺即可，不用平台开证明。"},
    {"employment_registration", "新招的人多少天内要登记？", "自用工之日起30天内。逐条办或交表格都可以；超过30天也能登记，系统会注明。"},
    {"training", "登记失业后能免费参加培训吗？", nullptr},
    {"startup", "想开一家小店，有什么扶持？", nullptr},
};

class Maker {
  public:
    Maker(World& w, const demo::Province& p, const std::vector<party::PersonId>& people)
        : w_(w), p_(p), people_(people), office_{*w.catalog, w.phrases, messenger_, objections_}, now_(w.clock->now()) {
        w_.db->read([&](store::Connection& c) {
            const auto staff = [&](const char* user) { return party::find_staff_by_user(c, user)->actor("window"); };
            window_ = staff("window"), adviser_ = staff("adviser");
        });
        for (const auto& a : p_.accounts) taken_.insert(a.person);
        open_.resize(p_.people.size());
        for (const auto& s : p_.spells)
            if (!s.until) open_[s.person] = s.kind == demo::SpellKind::employed ? 1 : 2;
    }

    // Everything is planned first and then done in the order of its time, as it would have happened.
    void run() {
        neighbours();
        registrations();
        permits();
        questions_asked();
        reminders();
        while (!plan_.empty()) {
            const auto next = plan_.extract(plan_.begin());
            next.mapped()(next.key());
        }
    }

  private:
    using Step = std::function<void(Instant)>;
    /// Minutes within which a case of the demo has its acts.
    static constexpr int span = 60;
    /// 解放路街道 in 历下区, where the officers of the demo sit: one in three looks for work there.
    static constexpr const char* busy_street = "370102001";

    party::Actor person_actor(party::PersonId id) const { return {.kind = party::Actor::Kind::person, .person = id, .channel = "web"}; }
    static Instant later(Instant when, int minutes) { return when.plus_ms(int64_t{minutes} * 60'000); }
    const reference::Calendar& calendar() const { return w_.reference.calendar(); }
    void plan(Instant when, Step step) { plan_.emplace(when, std::move(step)); }
    void plan(int days_ago, Step step) { plan(demo::office_moment(calendar(), now_, days_ago, turn_++, span), std::move(step)); }

    // The new case, or nothing where the rule asks for other values.
    std::optional<casework::Case> submit(const party::Actor& actor, Instant when, casework::Draft draft) {
        return w_.db->write([&](store::Transaction& tx) -> std::optional<casework::Case> {
            party::Context at{actor, when, tx, w_.seal, w_.reference};
            auto c = casework::submit(at, office_, draft);
            if (!c) return std::nullopt;
            return std::move(*c);
        });
    }

    void act(const party::Actor& actor, Instant when, const std::string& number, int64_t version, const casework::Order& order) {
        w_.db->write([&](store::Transaction& tx) {
            party::Context at{actor, when, tx, w_.seal, w_.reference};
            const auto done = casework::act(at, office_, number, version, order);
            if (!done) throw Fault(fmt::format("the demo's cases: {} {}", done.error().code, number));
        });
    }

    json::Object lost_job(const demo::Person& p, Date lost_on) const {
        return {{"lost_on", lost_on.text()}, {"reason", "agreed"}, {"wants_work", true}, {"able_to_work", true}, {"area", p.area}, {"phone", p.phone}};
    }

    // People without an open spell are settled at once; people whose employer told no end commit, and are checked later.
    // One in four of these has not committed yet and is waited for.
    void registrations() {
        int without = 0, committed = 0;
        for (size_t i = 0; i < p_.people.size() && (without < 60 || committed < 40); ++i) {
            if (taken_.contains(i) || open_[i] == 2) continue;
            const bool employed = open_[i] == 1;
            int& planned = employed ? committed : without;
            if (planned >= (employed ? 40 : 60)) continue;
            const int turn = ++planned;
            plan(turn % 55, [this, i, employed, turn](Instant at) { lost_a_job(i, employed, turn, at); });
        }
    }

    void lost_a_job(size_t i, bool employed, int turn, Instant at) {
        const auto actor = person_actor(people_[i]);
        auto values = lost_job(p_.people[i], at.date() - 1);
        if (turn % 3 == 0) values["area"] = busy_street;
        const auto opened = submit(actor, at, {.item = "unemployment_registration", .values = std::move(values), .commitment = !employed || turn % 4 != 0, .channel = "web"});
        if (employed || !opened || opened->state != casework::State::settled) return;
        const std::string number = opened->origin.number;
        const int64_t version = opened->version();
        if (turn % 2 == 0)
            plan(later(at, 20), [=, this](Instant when) { act(actor, when, number, version, {.act = casework::Act::evaluate, .grade = 3 + turn % 3, .comment = turn % 4 ? "" : "很快就办好了"}); });
        if (turn % 20 == 0) plan(later(at, 50), [=, this](Instant when) { act(actor, when, number, version + 1, {.act = casework::Act::object, .note = "失业日期应当早一天"}); });
    }

    // Neighbours of the office, who moved there, say what they need when they have lost a job; an officer gets in touch two
    // working days later, but for the newest and one who was overlooked.
    void neighbours() {
        int turn = 0;
        for (size_t i = 0; i < p_.people.size() && turn < 14; ++i) {
            const int age = p_.people[i].born.whole_years_to(now_.date());
            if (open_[i] != 0 || age < 20 || age > 47 || !taken_.insert(i).second) continue;
            plan(turn, [this, i, turn](Instant at) {
                const auto actor = person_actor(people_[i]);
                w_.db->write([&](store::Transaction& tx) {
                    party::Context context{actor, at, tx, w_.seal, w_.reference};
                    if (!party::change_person(context, people_[i], {.area = busy_street})) throw Fault("the demo's neighbours");
                });
                const auto opened = submit(actor, at, {.item = "unemployment_registration", .values = lost_job(p_.people[i], at.date() - 3), .commitment = true, .channel = "web"});
                if (opened && opened->state == casework::State::settled) plan(later(at, 30), [=, this](Instant when) { says_what_is_needed(actor, turn, when); });
            });
            ++turn;
        }
    }

    void says_what_is_needed(const party::Actor& actor, int turn, Instant at) {
        const auto said = submit(actor, at, {.item = "needs_opening", .values = {{"wants_employment", true}, {"employment_note", "就近，能照顾家里"}, {"wants_startup", turn % 3 == 2}, {"wants_training", turn % 2 == 0}}, .channel = "web"});
        const Instant when = demo::minute_of(calendar().plus_working_days(at.date(), 2), demo::opens_at_minute + 45 + turn);
        if (!said || said->state != casework::State::settled || when >= now_ || turn == 9) return;
        plan(when, [this, number = said->origin.number, version = said->version()](Instant then) {
            act(window_, then, number, version, {.act = casework::Act::contact, .note = "已电话联系，发了附近的岗位"});
        });
    }

    // Travel permits show no age, so an officer looks: these fill the queue.
    void permits() {
        for (int i = 0; i < 36; ++i) plan(i % 9, [this, i](Instant at) { with_permit(i, at); });
    }

    void with_permit(int i, Instant at) {
        static constexpr const char* names[] = {"陈大文", "林美玲", "黄家伟", "李嘉欣", "吴志豪", "郑淑芬", "蔡明宏", "张雅婷", "何俊杰", "周慧敏", "杨文彬", "许家豪"};
        const auto& near = p_.people[static_cast<size_t>(i) * 97 % p_.people.size()];
        const bool taiwan = i % 2;
        const auto person = w_.db->write([&](store::Transaction& tx) -> Result<party::PersonId> {
            const auto system = party::system_actor();
            party::Context context{system, at, tx, w_.seal, w_.reference};
            return party::register_person(context, {.name = names[i % 12], .document_type = taiwan ? reference::DocumentType::tw_travel_permit : reference::DocumentType::hm_travel_permit,
                                                    .document_number = taiwan ? fmt::format("{:08}", 10'000'000 + i * 7919) : fmt::format("{}{:08}", i % 4 ? 'H' : 'M', 60'000'000 + i * 104'729),
                                                    .area = near.area, .phone = near.phone});
        });
        if (!person) throw Fault("the demo's permits: " + person.error().code);
        const auto opened = submit(person_actor(*person), later(at, 5), {.item = "unemployment_registration", .values = lost_job(near, at.date() - 2), .channel = i % 3 ? "web" : "phone"});
        if (!opened || opened->state != casework::State::accepted || i % 6 < 4) return;
        const std::string number = opened->origin.number;
        plan(later(at, 30), [=, this](Instant when) { act(window_, when, number, 2, {.act = casework::Act::take}); });
        if (i % 6 == 5) plan(later(at, 45), [=, this](Instant when) { act(window_, when, number, 3, {.act = casework::Act::ask_correction, .fields = {{"area", "请选到街道或乡镇"}}}); });
    }

    // Asked nine days ago, answered on the next working day.
    void questions_asked() {
        size_t who = 11;
        for (const auto& q : questions) {
            plan(9, [this, &q, who](Instant at) {
                const auto opened = submit(person_actor(people_[who]), at, {.item = "policy_advice", .values = {{"topic", q.topic}, {"question", q.text}, {"publish_ok", true}}, .channel = "web"});
                if (!opened || !q.answer) return;
                const std::string number = opened->origin.number;
                plan(demo::minute_of(calendar().plus_working_days(at.date(), 1), demo::opens_at_minute + 30), [this, &q, number](Instant when) {
                    act(adviser_, when, number, 2, {.act = casework::Act::answer, .values = {{"answer", q.answer}, {"topic", q.topic}, {"publish", true}, {"clauses", json::Array{"6号文(十七)"}}}});
                });
            });
            who += 13;
        }
    }

    // What a program that ran all the time would have told people, on the morning of each day.
    void reminders() {
        for (int days = 60; days >= 0; --days) {
            const Instant morning = demo::minute_of(now_.date() - days, casework::reminders_from_hour * 60);
            if (morning <= now_) plan(morning, [this](Instant at) {
                const auto system = party::system_actor();
                w_.db->write([&](store::Transaction& tx) {
                    party::Context context{system, at, tx, w_.seal, w_.reference};
                    return casework::send_reminders(context, office_, 1000);
                });
            });
        }
    }

    World& w_;
    const demo::Province& p_;
    const std::vector<party::PersonId>& people_;
    OutboxMessenger messenger_;
    determination::Objections objections_;
    casework::Office office_;
    Instant now_;
    party::Actor window_, adviser_;
    std::set<size_t> taken_;
    std::multimap<Instant, Step> plan_;
    int turn_ = 0;
    std::vector<int> open_;  // 0 none, 1 employed, 2 flexible or unemployed
};

}  // namespace

void make_demo_cases(World& world, const demo::Province& province, const std::vector<party::PersonId>& people) { Maker(world, province, people).run(); }

}  // namespace leye::app
