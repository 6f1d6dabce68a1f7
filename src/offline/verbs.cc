// Hand-made. A row is `base`, or `base:past:participle` where irregular; a trailing '+' doubles the
// last consonant, a trailing '*' says that the word is as common as a noun, so that a clause is
// read around it only where the neighbours leave no doubt.
#include "offline/verbs.h"

#include <array>

#include "base/text.h"

namespace generator::offline {
namespace {

constexpr std::array<std::string_view, 14> kTable = {
    // Irregular ones.
    "become:became:become begin:began:begun bind:bound:bound break*:broke:broken "
    "bring:brought:brought "
    "build*:built:built buy:bought:bought catch:caught:caught choose:chose:chosen come:came:come "
    "cost*:cost:cost cut*+:cut:cut deal*:dealt:dealt draw:drew:drawn drive*:drove:driven "
    "fall:fell:fallen feed*:fed:fed feel:felt:felt find:found:found fit*+:fit:fit "
    "forget+:forgot:forgotten "
    "freeze:froze:frozen get+:got:gotten give:gave:given go:went:gone grow:grew:grown "
    "hide:hid:hidden hit*+:hit:hit hold*:held:held keep:kept:kept know:knew:known lay:laid:laid "
    "lead*:led:led leave*:left:left lend:lent:lent let+:let:let lie*:lay:lain lose:lost:lost "
    "make:made:made mean:meant:meant meet:met:met overwrite:overwrote:overwritten "
    "override*:overrode:overridden pay:paid:paid put+:put:put quit+:quit:quit read*:read:read "
    "rebuild*:rebuilt:rebuilt reset*+:reset:reset rewrite:rewrote:rewritten ride*:rode:ridden "
    "rise*:rose:risen run*+:ran:run say:said:said see:saw:seen seek:sought:sought sell:sold:sold "
    "send:sent:sent set*+:set:set shake:shook:shaken show*:showed:shown shut+:shut:shut "
    "sit+:sat:sat speak:spoke:spoken spend:spent:spent spin*+:spun:spun split*+:split:split "
    "spread*:spread:spread stand*:stood:stood steal:stole:stolen stick*:stuck:stuck "
    "take:took:taken "
    "teach:taught:taught tell:told:told think:thought:thought throw:threw:thrown "
    "understand:understood:understood undo:undid:undone unset+:unset:unset wake:woke:woken "
    "wear:wore:worn win*+:won:won write*:wrote:written overrun*+:overran:overrun "
    "withdraw:withdrew:withdrawn "
    "forbid+:forbade:forbidden bear:bore:borne redo:redid:redone output*:output:output "
    "input*:input:input",
    "abandon abort* absorb accelerate accept access* accommodate accompany accomplish account* "
    "accumulate achieve acknowledge acquire act* activate adapt add address* adjust administer "
    "adopt "
    "advance* advertise advise affect aggregate* agree aim* alias* align allocate allow alter "
    "amend "
    "analyze annotate announce answer* anticipate appear append apply appoint approach* approve "
    "archive* argue arise arrange arrive ask assemble assert assess assign assist associate* "
    "assume "
    "assure attach attempt* attend attract authenticate authorize automate average* avoid await",
    "back* backup* balance* batch* behave belong benefit* block* boot* borrow bound* branch* "
    "browse "
    "buffer* bump* bundle* bypass* cache* calculate call* cancel capture* care* carry cast* cause* "
    "cease "
    "center* chain* change* charge* chart* check* chunk* circumvent cite claim* clarify classify "
    "clean clear "
    "click* clip+ clone* close coexist collapse collect collide color* combine comment* commit+ "
    "communicate compact compare compensate compete compile complain complement* complete comply "
    "compose compress comprise compute concatenate concern* conclude configure confirm conflict* "
    "conform confuse connect conserve consider consist construct* consult consume contact* contain "
    "continue contribute control*+ convert convey cooperate coordinate* copy* correct correlate "
    "correspond corrupt count* couple* cover* crash* create cross* customize cycle*",
    "damage* date* deactivate debug+ decide declare decline* decode decompress decorate decrease* "
    "decrypt dedicate deduce default* defer+ define degrade delay* delegate* delete deliver "
    "demand* "
    "demonstrate denote deny depend deploy deprecate dereference derive describe design* designate "
    "destroy detach detail* detect determine develop deviate devote diagnose dictate die differ "
    "differentiate digest* direct disable disallow disappear discard discover discuss display* "
    "dispose "
    "distinguish distribute divide document* dominate download* drop*+ dump* duplicate* earn ease* "
    "edit eliminate embed+ emit+ emphasize employ empty enable encapsulate encode encompass "
    "encounter* "
    "encourage encrypt end* enforce engage enhance enlarge ensure entail enter equal* equip+ "
    "erase escape* establish estimate* evaluate evolve examine exceed except exchange* exclude "
    "execute "
    "exercise* exhibit exist exit* expand expect experience* expire explain exploit* explore "
    "export* "
    "expose express extend extract",
    "face* facilitate fail fetch* figure* file* fill* filter* finalize finish fix* flag* flatten "
    "flip+ "
    "float* flow* flush* focus* fold follow force* forget+ fork* form* format*+ formulate forward "
    "fragment* free fulfill function* gain* gather generate govern grant* group* guarantee* guard* "
    "guess guide* handle* hang happen hash* help* highlight hint* host* identify ignore illustrate "
    "imitate implement imply import* impose improve include incorporate increase* increment* "
    "incur+ "
    "index* indicate infer+ influence* inform inherit inhibit init initialize initiate inject "
    "inline insert inspect inspire install instantiate instruct integrate intend interact "
    "intercept "
    "interface* interleave interoperate interpret interrupt* intersect introduce invalidate invent "
    "invert investigate invite invoke involve isolate issue* iterate join* jump* justify kick kill",
    "label* lack* land* last launch* layer* learn leverage* license* lift* like limit* line* link* "
    "list* "
    "listen live load* locate lock* log*+ look* loop* lower maintain manage mandate manifest* "
    "manipulate map*+ march* mark* mask* match* materialize matter* maximize measure* mention "
    "merge* "
    "migrate mimic minimize mirror* miss mix* model* moderate modify monitor* mount* move* "
    "multiply "
    "mutate name* navigate need* negate nest normalize note* notice* notify number* obey object* "
    "observe obtain occupy occur+ offer* offset*+:offset:offset omit+ open operate opt optimize "
    "order* "
    "organize orient originate overcome overflow* overlap*+ overload* own",
    "pack* pad*+ page* paint* pair* parallelize park parse participate partition* pass* paste "
    "patch* pause* "
    "perform permit*+ persist pick pin*+ pipe* place* plan*+ play* plot*+ plug*+ point* poll* "
    "populate port* pose position* possess post* postpone precede predict prefer+ prefix* prepare "
    "presume prevent print* prioritize probe* proceed process* produce profile* program*+ "
    "prohibit project* promise* promote prompt* propagate propose protect prove provide publish "
    "pull* "
    "purge purchase* push* quantize query* queue* question* quote*",
    "raise randomize range* rank* rate* reach react realize rearrange reassign recall "
    "receive reclaim recognize recommend reconnect reconstruct record* recover recreate recurse "
    "recycle "
    "redefine redirect redistribute reduce refactor refer+ reference* refine reflect refresh "
    "refuse regard regenerate register* regulate reinstall reject relate relax release* relocate "
    "rely "
    "remain remember remind remove rename render reopen reorder reorganize repack repair* "
    "repeat replace replicate reply* report* represent reproduce request* require reserve* reside "
    "resize resolve respect* respond rest* restart* restore restrict result* resume retain "
    "retire retrieve retry return* reuse* reveal reverse* revert review* revise "
    "revoke roll rotate round route* satisfy save scale* scan*+ scatter schedule* scope* score* "
    "script* scroll search* secure select separate serialize serve service* settle shape* "
    "share* shift* shield ship*+ shrink:shrank:shrunk shuffle* sign* signal* signify simplify "
    "simulate size* "
    "skip+ slice* slow smooth snap+ solve sort* sound* source* span*+ spawn specialize specify "
    "speed* sponsor spot*+ stage* stamp* standardize start* state* stay stem+ step*+ stop*+ store* "
    "stream* "
    "stress* stretch strip+ structure* study* style* submit+ subscribe substitute* subtract "
    "succeed "
    "suffer suffice suggest suit* summarize supersede supply* support* suppose suppress surround "
    "survive suspend swap+ switch* synchronize sync*",
    "tag*+ tailor talk* target* taste* template* tend term* terminate test* thank tie* tighten "
    "time* "
    "toggle tolerate total* touch trace* track* trade* train* transfer*+ transform* translate "
    "transmit+ "
    "transport* transpose trap*+ traverse treat trigger* trim+ truncate trust* try tune turn* "
    "tweak* type* "
    "underlie unify uninstall unite unlink unload unlock unmount unpack unregister unwrap+ update* "
    "upgrade* upload* "
    "use* utilize validate vary verify view* violate visit* visualize wait* walk* want warn "
    "warrant* "
    "wash waste* watch* weigh widen wipe wish* wonder work* worry wrap+ yield* zero*",
    "accrue adhere amount* attribute* bootstrap*+ broadcast*:broadcast:broadcast cluster* codify "
    "compound* condition* constitute constrain contrast* criticize curate deem derail disconnect "
    "discourage "
    "disregard dispatch* diverge downgrade* echo* emulate enqueue dequeue entitle enumerate equate "
    "exempt "
    "expunge factor* feature* fire* flood forego:forewent:forgone frame* fuse gate* grep*+ "
    "harm* hinder hook* impact* impair impede incline indent inflate instrument* intend "
    "interpolate "
    "invoke jeopardize judge* lag*+ lessen link* localize lookup* loosen mitigate "
    "name* nominate obscure obviate offload outlive outperform oversee:oversaw:overseen pertain "
    "pipeline* "
    "preallocate precompute predate predefine preempt preprocess preserve prevail profit* proxy* "
    "prune quarantine* rebase "
    "recompile reconcile recompute reconfigure rectify reformat+ reimplement reinterpret reload* "
    "remap+ "
    "render repopulate repurpose rescale reside reshape resubmit+ resynchronize retrofit+ retype "
    "reword reinitialize sandbox* scaffold shard* shorten silence* simplify sleep*:slept:slept "
    "snapshot* stall* "
    "stipulate strengthen subclass* subset*+ subsume suffix* surpass symlink* tabulate tokenize "
    "underestimate unblock unfold unlink unroll unsubscribe untar+ unzip+ vectorize vendor* "
    "version* "
    "wire* zip*+ alleviate tunnel* escalate federate virtualize containerize compartmentalize",
    "present stabilize accelerate adhere aid* alert* alternate arm assign ban*+ bend:bent:bent "
    "borrow brand* breach* breathe burden* burn cap*+ carve cascade* categorize caution* champion* "
    "cleanse cling:clung:clung coerce coincide collaborate comprehend compromise* conceal condense "
    "conduct confer+ confine congratulate conquer constrain contend contradict converge convince "
    "cope cycle* decompose deepen defeat* defend delimit demote depict deprive descend deserve "
    "desire* devise dilute diminish discern disguise dismiss disrupt dissolve distort disturb "
    "divert "
    "draft* drain drift* dwell dye elaborate elect elevate enrich enroll envision exacerbate "
    "exaggerate "
    "excel+ exhaust* expedite extrapolate familiarize favor* finance* flourish "
    "forecast*:forecast:forecast foster "
    "glue* halt* harden harvest* hesitate honor* hover hurt:hurt:hurt imagine implicate improvise "
    "infect initialise customise optimise organise recognise serialise synchronise normalise "
    "minimise maximise summarise utilise visualise analyse authorise finalise prioritise "
    "specialise",
    "autoload autodetect backport* benchmark* bisect blit+ checkout* checkpoint* checksum* "
    "coalesce cross-compile daemonize deallocate deduplicate defragment deserialize "
    "desugar dogfood escape* fsync gzip+ hardcode hotplug+ intern interconvert invalidate "
    "jit+ lint* memoize mmap*+ multiplex munge namespace* null* overallocate overcommit*+ "
    "parameterize parametrize ping*+ prefetch preload prepend reallocate rebind:rebound:rebound "
    "reenable refcount reify reindex resample rethrow:rethrew:rethrown rsync ssh stringify "
    "subselect "
    "tee typecast typecheck unmap+ unmarshal unpin+ unquote untrack upcast downcast whitelist* "
    "blacklist* writeback*",
    "bring bypass cater coach* conduct convene co-exist crop+ dim+ dip+ disclose double enjoy "
    "evict flee:fled:fled gauge* grab+ grade* hide inspect knock lean log*+ mind* "
    "nest obtain owe pop+ prohibit push* quiet refill rent* rinse rub+ sample* scrub+ "
    "shed+:shed:shed "
    "sketch* slide:slid:slid slip+ smell* soften spare spell spill squeeze stack* steer stem+ "
    "suit* swallow sweep*:swept:swept "
    "tap*+ tear:tore:torn tip*+ trim+ twist* unite unveil urge vanish vote* vouch warm wind "
    "withstand:withstood:withstood",
    "bail bracket* bulk comma-separate cherry-pick double-check fine-tune hot-swap+ self-describe "
    "re-create re-open re-use re-run+:re-ran:re-run re-read:re-read:re-read re-enter re-establish",
};

bool is_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }

bool ends_with_any(std::string_view word, std::initializer_list<std::string_view> endings) {
  for (const auto ending : endings)
    if (word.ends_with(ending)) return true;
  return false;
}

Verb read_row(std::string_view row) {
  const auto parts = text::split(row, ':');
  std::string_view base = parts[0];
  bool doubles = false;
  bool noun = false;
  while (base.ends_with('+') || base.ends_with('*')) {
    (base.back() == '+' ? doubles : noun) = true;
    base.remove_suffix(1);
  }
  Verb verb = regular_verb(base, doubles, noun);
  if (parts.size() == 3) {
    verb.past = parts[1];
    verb.participle = parts[2];
  }
  return verb;
}

}  // namespace

Verb regular_verb(std::string_view base, bool doubles, bool noun) {
  const std::string stem(base);
  Verb verb;
  verb.base = stem;
  verb.noun = noun;
  const char last = stem.back();
  const bool consonant_y = last == 'y' && stem.size() > 1 && !is_vowel(stem[stem.size() - 2]);
  const std::string cut = stem.substr(0, stem.size() - 1);
  const std::string doubled = doubles ? stem + last : stem;
  if (consonant_y) {
    verb.third = cut + "ies";
    verb.past = cut + "ied";
    verb.gerund = stem + "ing";
  } else {
    const bool hisses = ends_with_any(stem, {"s", "x", "z", "ch", "sh", "o"});
    verb.third = stem + (hisses ? "es" : "s");
    verb.past = last == 'e' ? stem + "d" : doubled + "ed";
    if (stem.ends_with("ie"))
      verb.gerund = stem.substr(0, stem.size() - 2) + "ying";
    else if (last == 'e' && !ends_with_any(stem, {"ee", "oe", "ye"}))
      verb.gerund = cut + "ing";
    else
      verb.gerund = doubled + "ing";
  }
  verb.participle = verb.past;
  return verb;
}

const std::vector<Verb>& verbs() {
  static const std::vector<Verb> all = [] {
    std::vector<Verb> out;
    for (const auto group : kTable)
      for (const auto row : text::words(group)) out.push_back(read_row(row));
    return out;
  }();
  return all;
}

}  // namespace generator::offline
