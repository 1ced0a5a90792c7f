// Words that passwords found in leaks are made of, the digits and signs at their ends left out, and the
// leaked passwords of twelve and more characters: 3821 of them, from the frequency lists of zxcvbn 4.4.2 (MIT
// licence, Copyright (c) 2012-2016 Dan Wheeler and Dropbox, Inc.).
#include "engine/service/common_passwords.hpp"

namespace yellowsea {
namespace {

// clang-format off
constexpr std::string_view kWords = R"( 010203040506 012345678910 014702580369 01telemike01 102030405060 1111111111zz 111111a 111111q 111222333000
111222333444555 111qqq 112233445566 122333444455555 123123a 123123q 123123qweqwe 1232323q 123321456654 123321a
123321q 123321qweewq 123456654321 123456782000 1234567887654321 123456789000 12345678900987654321
1234567890987654321 1234567890a 1234567890q 1234567890qaz 1234567890qw 1234567890qwe 1234567890qwerty
1234567890zzz 123456789101 123456789123 1234567892000 12345678987654321 123456789987654321 123456789a
123456789abc 123456789asd 123456789q 123456789qaz 123456789qqq 123456789qwe 123456789qwer 123456789qwerty
123456789s 123456789z 123456789zxc 12345678a 12345678q 1234567a 1234567q 1234567qwertyu 123456a 123456aa 123456k
123456l 123456m 123456q 123456qw 123456qwe 123456qwerty 123456r 123456s 123456z 12345a 12345q 12345qwe
12345qwert 12345t 12345z 1234abcd 1234asdf 1234qw 1234qwe 1234qwer 1234qwerasdf 1234qwerasdfzxcv 123aaa 123abc
123asd 123ewq 123qaz 123qq 123qw 123qwe 123qwe456rty 123qweasd 123qweasdzxc 123qwer 123qwerty 123qwerty123
123zxc 12qw 12qw34er 12qw34er56ty 12qwas 12qwaszx 159753456852 1a2b3c 1a2b3c4d 1a2s3d4f 1a2s3d4f5g6h 1passwor
1pussy 1q2w3e 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qa2ws 1qa2ws3ed 1qa2ws3ed4rf 1qa2ws3ed4rf5tg 1qaz2ws 1qaz2wsx
1qaz2wsx3edc 1qaz2wsx3edc4rfv 1qazxsw 1qazxsw23edc 1qazxsw23edcvfr4 1qwerty 1x2zkg8w 1z2x3c 1z2x3c4v
23176djivanfros 3000gt 31217221027711 32615948worms 41d8cd98f00b 426hemi 45m2do5bs 4815162342lost 4runner 50cent
50spanks 541233432442 59382113kevinp 742617000027 7ugd5hip2j 81fukkc 89231243658s 89876065093rax 8j4ye3uz
9293709b a1a2a a1b2c a1b2c3d a1s2d a1s2d3f a1s2d3f4g5h6 aaliyah aardvark aaron abc123456789 abcd aberdeen
abgrtyu abnormal abrakadabra absolut abstr access accord achilles achtung action adam adgjmptw adidas admin
admin18533362 adonis aezakmi agent aggies aikido airborne airbus airforce airplane airwolf akira alabama aladin
alaska albany albatros albion alejandr aleksandr aleksandra aleksey alenka alessandro alex alexande alexandr
alexey alexis alfa alibaba aliens allmine allsop allstar aloha alpha alphabet alpine altima alucard amadeus
amadeusptfcor amanda amateur amateurs amazon amber america amerika amigo amorcit amsterda amsterdam
an83546921an13 anaconda anai anakin anal analsex anarchy anastasi anastasiya andrea andrei andrew andrewjackie
andrey andromed andromeda anfield angel angels angelus angus anhyeuem animal anime annie antananarivu anthon
anthony anthrax antoni anubis apache apollo apple applepie apples aptiva aquarius aragorn arcadia area arizona
arjay armagedon armani armstron arrow arrows arsenal artem artemis artemka artur asdasd asddsa asdf asdfasdf
asdfg asdfgh asdfgh123456 asdfghj asdfghjk asdfghjkl asdfghjkl123 asdfjkl asdfzxcv asdzxc ashley aspire aspirine
assassin assfuck asshole assholes assman assword asterix astra astro astros athlon atlanta atlantis atomic
attila auburn auckland2010 audia aussie austin australi avalanch avalon avatar avenger avrillavigne awesome
azamat azazel azerty azsxdc azsxdcfv babe babes babyblue babyboy babydoll babyface babygirl babylon babylove
bacardi bacchus backdoor badass badboy baddog badger badgers badgirl badman baggins baggio bagira bailey baller
ballin balloon balloons balls bambam bamboo banana bananas banane bandit bang banger bangkok banker banner
banshee banzai barbados barbie barcelon barcelona barefoot barkley barney barsik bartman basebal baseball basket
basketba basset bassman bastard batman bayern bcfields bdsm beaches beagle beamer beaner beanie bear bearcat
bearcats beardog beast beastie beatle beatles beautifu beauty beaver beavis beckham beefcake beemer beer beerman
beetle bella benfica beng bengals beowulf beretta bergkamp berlin bhbirf bian biao bicycle bigass bigballs
bigbear bigben bigbird bigblock bigblue bigbob bigboobs bigboss bigboy bigbutt bigcat bigcock bigdaddy bigdick
bigdog bigfish bigfoot biggie biggles bigguy bigmac bigman bigmike bigmoney bigone bigred bigsexy bigtime bigtit
bigtits bikini bilbo billy billybob billyboy bimmer bing bingo binladen bird birdie birdman biscuit bitch
bitchass bitches biteme bizkit blabla black blackbir blackcat blackdog blackhaw blackie blackjac blackjack
blackout blacks blacky blade blades blahblah blam blaster blaze blazer blessed blessing blink blizzard blonde
blondes blondie blowjob blowme bltynbabrfwbz blue bluebell bluebird blueboy bluedog blueeyes bluefish bluemoon
blues bluesky bobafett bobby bobcat bobdylan boeing bogart bogdan bogey bohica bollocks bollox bologna bombay
bomber bombers bond bondage bonehead boner bones bonjour bonjovi bonkers bonsai boob boobie boobies booboo boobs
booger boogie bookworm boomboom boomer booster bootie boots booty boozer borabora boricua borussia bosco bossman
boston bounce bounty bowler bowling bowwow boxer boxers boxing boxster boy4u2ownnyc bpgjldsgjldthnf br0d3r
brando brandon brandy brasil braves brazil breast breasts breeze brian brighton bristol britney brodie broker
bronco broncos brooklyn brownie browns brucelee bruins bruiser bruno brutus bubba bubbas bubble bubbles buceta
bucket buckeye buckeyes buckshot budapest buddah buddha buddie buddy buddyboy budlight budman budweise buffalo
buffett buffy bugger builder bull bulldog bulldogs bullet bullfrog bulls bullseye bullshit bummer bumper
bunghole bunnies bunny burger burrito bushido businessbabe buster busty butch butter buttercu butterfl butterfly
buttfuck butthead butthole buttman buttons buzzard byteme cabbage cabron cactus cadillac caesar calgary calico
caliente californ caligula callum camaro cambiami camel camelot camels cameltoe cameron camper canada cancer
cancun candle candyman cang cannabis canon cantona capone capslock captain caramel caravan cardinal carlito
carlitos carmex carnage carolina carpedie carpet carrera carrot cartman cartoon casanova caserta casey casino
casper cassie catch catdog catfish catherin catman cats catwoman cavalier caveman cbr900rr ccbill cdtnbr
cdtnkfyf celeb celeron celica celine celtic celtics ceng cerberus cessna cfitymrf cgfhnfr chai chainsaw champ
champion champs changeme chao chaos charger chargers charles charli charlie charlott charlton charly charmed
chase chaser cheater checkers cheech cheeks cheers cheese cheetah chelsea cherokee cherry chester chevelle
chevrole chevrolet chevy chevys chewie cheyenne chiara chicago chichi chicken chickens chickenwing101 chicks
chico chiefs chilli chillin chilly chimera chinook chipmunk chipper chippy chivas chloe chocolat choochoo chopin
chopper chou chris chrisbln chriss chrissy christ christia christin christma christop christopher1 chrome
chronic chrono chrysler chuai chuang chubby chuckie chuckles chucky chui chunky chuo ciccio cicero cigars cinder
cindy cinnamon citadel cjdthitycndj cjkysirj cjkywt clancy clapton clarinet classic classics claudi claymore
clemson cleopatr clevelan climber clipper clippers clit clitoris cloud clouds clover clowns cnfybckfd cobain
cobalt cobra cobras cocacola cocaine cock cocker cocks cocksuck coconut codered coffee cohiba coke coldbeer
colnago colombia colorado colors colt coltrane comanche combat123654 comet commando compaq compass compute
computer concord concorde concrete condom condor cong connect connor consumer contortionist cookie cookies
cooldude cooler coolguy coolio coolman coolness cooter copper corleone corndog corolla corona corperfmonsy
corrado corsair corvette cosmic cosmo cosmos cosworth cougar cougars counterstrike coventry cowboy cowboys
coyote cracker cramps crazy crazybab creampie creamy creative cricket crimson critter crjhgbjy cruise cruiser
crunch crusader crusher crysis crystal cthtuf cthulhu cthutq ctrhtn cuan cubbies cubswin cuddles cumming cumshot
cunt cunts cupcake curious custom cutlass cutter cxfcnmt cyber cyclone cyclops cygnus cypress dabears daddy
daemon daewoo dagger daisy dakota dalejr dallas dalshe dammit damnit dancer dang danger danie daniel daniil
danila danni danny dannyboy danzig darklord darkman darkness darkside darkstar david davide davids dawg daytona
dbrnjh dbrnjhbz deadhead deadman deadpool death deejay deepthroat deeznuts deeznutz defender defiant deftones
delete delight delphi delta deluxe demo denali deng deniska depeche desert designer desire deskjet destin
destiny detroit deutsch devil devildog devilmaycry4 devils dexter dfcbkbq dfkthbz dfkthf dfktynbyf dfvgbh dharma
diablo dialog diamond diamonds diao dick dickhead dickie dicks diehard diesel dietcoke dieter digger diggler
digimon digital digitalprodu dilbert dildo dilligaf dima dinamo dinara ding dingdong dinosaur dipshit dirtbike
discover disney diver divine dkflbckfd dkflbvbh dkflbvbhjdbx dkflbvbhjdyf doberman doctor dodge dodger dodgeram
dodgers dogbert dogboy dogcat dogfood dogg dogger doggie doggy doghouse dogman dogs dogshit doitnow dollar
dolphin dolphins domainlock2005 domino donkey donuts doobie doodle doofus doogie dookie doomsday dotcom doughboy
dracula drago dragon dragonba dragonball dragons dragoon drakon dreamer dreams drifter driver drizzt droopy
drowssap drpepper drummer dthjybrf duan dublin ducati duchess duck duckie dumbass dundee durango duster dusty
dutchess dynamite dynamo eagle eagles earnhard eastside eastwood eatme eatpussy eatshit eclipse eddie eduard
edward eeyore einstein ekaterina eldorado electra electric electro electron element elephant elizabet elizaveta
elvis emerald emily eminem empire engage engineer enigma enrico enter enterpri enterprise entropy epsilon eraser
ericsson erotic erotica escort eternal eternity eureka europa everest everton excalibu excalibur exigen exigent
exodus exotic explorer express extreme f**k fabie fabric facial faggot falcon falcons fallen fallout fandango
fang fantasia fantasy farscape farside fart fastball faster fatass fatboy fatcat fatman feather felix fender
feng fergie fergus fernand ferrari ferret fester fetish fghtkm fgtkmcby ficken fidelio fiesta figaro fighter
filter finalfantasy finger fire fireball firebird firefly firefox fireman firewall fish fishbone fishes fishhead
fishin fishing fisting fitness fkmnthyfnbdf fktrcfylh fktrcfylhf fktrcfylhjdbx fktrcfylhjdf fktrcfylhjdyf
fktrctq flames flamingo flanker flash flatron fletch flexible flipper floppy florian florida flounder flower
fluffy flvbybcnhfnjh flyboy flyers flyfish foobar footbal football fordf forest foreve forever forfun formula
forsaken fortuna foryou fossil foxtrot foxy franc francesc frank franky freaks freaky freckles freddy
frederiksberg freebird freedom freepass freeporn freesex freeuser freeway friday fright frisco frisky frodo frog
frogger froggy frogman front frontier frosty fubar fuck fuck_inside fucked fucker fuckers fuckface fuckhead
fuckher fucking fuckinside fuckit fuckme fuckoff fucktheworld fuckthis fucku fuckyo fuckyou fuckyoubitch fugazi
fulham fullmoon funtime fusion futbol fuzzy fyfcnfcbz fylhtq fynfyfyfhbde fytxrf fyutkbyf gabrie gabriel
gabriell gadget gagging galaxy galina galore gambit gameboy gamecock gamecube gameover gandalf ganesh gangbang
gangsta gangster garden garfield gargoyle garion gasman gateway gator gatorade gators gawker gbhfvblf gbpltw
gegcbr geheim gemini generic genesis geng genius georg george geronimo gesperrt getmoney getout getsome gfhjkm
gfhjkmgfhjkm ghbdtn ghbdtnbr ghbdtnghbdtn ghbdtnrfrltkf ghblehjr ghbywtccf ghetto ghhh47hj7649 ghjcnj
ghjcnjgbpltw ghjcnjgfhjkm ghjcnjghjcnj ghjcnjnfr ghjcnjqgfhjkm ghjcnjrdfibyj ghjnbdjcnjzybt ghost ghostrider
giants gilles ginger giorgi giorgio giraffe girls gizmo gizmodo gjkbyf gjkysqgbpltw gladiator gmoney gn56gn
goalie goat goaway gobears goblin goblue gobucks goddess godfathe godfather godsmack godzilla gofish goforit
goirish goku golden goldfish goldstar goldwing golf golfball golfer golfing goliath gollum gonavy gong gonzo
goober good goodboy goodluck goodtime goofy google gooner goose gopher gordon gorilla gotcha gothic gotohell
govols granny grapes grease great greatone green greenbay greenday greenlantern greens gregor gremlin grendel
gretzky griffey gringo grizzly gromit groove groovy groucho grumpy gsxr gtnhjdbx gtnhjpfdjlcr guai guang
guardian guiness guinness guitar guitars gundam gunnar gunner gunners gustav guyver gypsy habibi hack hacked
hacker haggis hairy halflife halifax hallo hambone hamburg hamish hamlet hammer hammers hamster handyman hannah
hannibal hansolo happy happyday hardcock hardcore hardon hardrock harley harry harrypotter harvest havana
havefun hawaii hawaiian hawkeye hawkeyes hayabusa hd764nw5d7e1vb1 hearts heater heather heaven heckfy hedgehog
hedimaptfcor heineken hellboy hellfire hello helloo hellos hellyeah helmet helpme hendrix heng henry hentai
herbie hercules hermes hershey hesoyam hewlett heynow hidden highbury highheel highland hiphop hippie hithere
hitler hitman hjccbz hjvfirf hobbes hobbit hockey hokies holiday holly hollywoo holyshit homeboy homer homerj
homers homerun honda hondas honey hongkong honolulu hookem hooker hookup hooligan hoosier hoosiers hooter
hooters hootie hopeful horizon horndog hornet hornets horney horny horse horses hotbox hotboy hotdog hotpussy
hotred hotrod hotsex hotshot hotstuff hottie hounddog house hover huai hummer hunter hunting hurrican husker
huskers huskies hustler hyperion iamgod iampurehaha2 ib6ub ibanez iceberg icecream icehouse iceman idontkno
idontknow idunno iforgot igor iguana ihateyou illini illusion iloveboobies iloveme ilovemyfamily ilovesex iloveu
iloveyo iloveyou imation immortal impala incubus indiana indians indigo inferno infiniti infinity ingodwetrust
insane insert insomnia inspiron install installdevic installsqlst integra intel internet intrepid intruder
inuyasha iomega ipswich irina irinka irish irishman ironman iscool iseedeadpeople islander istanbul italia itsme
ivanov ivanova iverson iwantu jabroni jackal jackass jackoff jackpot jackson jacob jagger jaguar jamaica james
jamesbon jamesbond jamesbond007 jamie jammer jammin jarhead jasmine jason jasper java jaybird jayden jayhawk
jayhawks jazzman jedi jeep jefferso jelly jellybea jenn jennife jenny jeremy jericho jerkoff jerry jessic
jessica jester jesus jethro jets jetski jewels jezebel jiang jiao jiggaman jimbo jimbob jimmy jing jingle jiong
jktymrf jockey johann johannes john johnboy johndeer johnny johnson joker jokers jones jorda jordan joseph
josephin joshua jrcfyf jsbach jubilee juggalo juice juicy julie julien jumper junebug jungle junior jupiter
just4fun just4me justdoit justice justin justinbieber justme juventus kahuna kakashka kaktus kamikaze kamila
kangaroo kansas karate karen karina karolina kashmir kasper katana katarina katerina katie katrin kawasaki
kazantip kcj9wx5n keeper kelly keng kenshin kenwood kenworth kevin keyboard keystone keywest kfhbcf kickass
kicker kidrock killbill killer killers killjoy killme kilroy kimmie kingfish kingkong kingpin kingston kinky
kipper kirill kirsty kisses kissme kissmyass kitkat kitten kittens kitty kittycat kittykat kjkszpj kjrjvjnbd
klaster kleopatra klingon knickers knicks knights knockers knopka kodiak kolobok komodo konstantin kool korn
koroleva koshka kosmos kostya kotaku kotenok krasotka krishna krusty krypton ktyjxrf kuai kuang kume kungfu
labrador labtec lacrosse ladybug laguna lakers lakota lancelot lancer lansing lantern laptop larisa larry laser
lassie lasvega lasvegas latinas latino laura laurent lazarus leather leavemealone ledzep legacy legend legion
legolas lemonade leng lennon leonid leopard lesbian lesbians lespaul lestat letmein letsgo lexmark lexus
lhbjkjubz2957704 liang liao liberty lick licker licking lickit lickme lifehack lighter lightnin lightning lights
linda lindros lineage lion lionking liquid lithium liverpoo liverpool lizard lobster loco logan logitech
lokomotiv lolipop lollipop lollol lollypop london lonestar lonewolf longbow longhorn longjohn looker looser
loser losers lost4815162342 lotus love lovebug loveit lovelife lovely loveme lover loverboy lovers lovesex
loveyou lowrider ltybcrf luan lucifer lucky luckydog ludmila lumber lust lvbnhbq lytghjgtnhjdcr macbeth macdaddy
machine macross madcat maddie maddog madina madison madman madmax madness madonna maestro magelan maggi maggie
maggot magic magician magick magicman magnet magnum magnus magpie maiden mailcreated mailcreated5240 mailman
majestic makaveli maksim maksimka malaka malibu malina mallard mama mamapapa manchest manchester mancity
mandarin mandingo mandy mang mango maniac mankind manolo manowar manson mantis manutd maprchem56458 maradona
marathon marcello maria marika marina marine mariners marines marino mariposa marius marker markiz marlboro
marley martin martini maryjane masamune mason massimiliano massive maste master masterbaiting masterbating
masturbation matador matrix matteo matthew mature maurolarastefy maverick maxell maxim maxima maxime maximus
maxwell maxx maxxxx mayday mayhem mazafaka mazda mazdarx mclaren meatball meathead meatloaf mechanic medic
medion medusa megadeth megaman megan megapass megatron meister melissa mellon mellow memorex memphis menace meng
meowmeow mephisto mercedes mercury meridian merlin merlot mermaid mersedes metallic metallica mets mevefalkcakk
mexico miami mian miao michae michael michaeljackson michigan mick mickey micro microlab micron microphone
microsof microsoft midget midnight midway mighty mihail mike mikey milana milano milena milkman miller millwall
minecraft minecraft123 minime minnesota_hp mirage misfit misfits mishka missy mister mistress misty mittens
mnbvcxz mobydick modena mojo molly mollydog moloko molson momoney momsanaladventure monaco monalisa monarch
monday mondeo money moneyman moneys mongoose monitor monke monkey monkeybo monkeys monopoly monster montana
montgom montreal moocow mookie moomoo moonbeam moondog moonlight moose mordor morgan morganstanley moritz
morpheus mortalkombat mortgage mortimer moscow moskva mother motherlode motorola mountain mouse mozart
msorcloledbr mudvayne muffin mulder mullet multiplelo munchkin muppet musashi muscle muscles mushroom music
musica musicman mustafa mustang mustangs mustard mybaby mydick mygirl mykids mylife mylove myname mypass
mypassword mystic naked namaste nang nanook napass napoli napster naruto nascar nasty nastya natali natasha
nathan naughty ncc1701a ncc1701d ncc1701e nebraska needforspeed nemesis nemvxyheqdd5oqxyxyzi neng neptune
netscape networkingpe nevada nevermind newbie newcastl newlife newpass newport newproject2004 newyork nextel
nfnmzyf nfytxrf nhecsyfujkjdt nhfdvfnjkju123 nhfycajhvths niang niao niceass niceguy nickel nicola nicole nigga
nigger nightcrawler nike nikita nikitos nikki nikola nikolay nimbus nimrod niners ning ninja ninjas nintendo
nipper nipple nipples nirvana nissan nitram nofear nokia nolimit nomore nondriversig nong noodle noodles nookie
nopass norwich nostromo novell ntktajy nuan nude nudist nugget nuggets number nutmeg nuttertools nwo4life
nygiants nyjets nylons nymets oakland oasis oatmeal obelix obiwan oblivion oceans ohshit ohyeah oicu oilers
oksana olcrackmaster oldman oleg olesya oliver olivier omega onelove onetime onetwo online onlyme ontheoutside
openup operator optimus oracle orange oranges orchid orgasm orient orioles orion oscar osiris othello outkast
outlaw overkill overlord oxford ozzy p030710p$e4o pa55w0rd pa55word pacers packard packer packers pacman paddle
padres paintbal paintball pakistan paladin pallmall paloma panama panasoni panasonic pancho panda pandora pang
pantera panther panthers panties pantyhos panzer paradigm paradise paradox paraklast1974 parola parrot pascal
pass passat passion passme passport passw0rd passwd passwor password password1234 passwords passwordstandard
passwort pasword patches patric patrick patriot patriots paulie pavel pavilion pavlov pdtplf peach peaches
peanut peanutbutter peanuts pearljam pebbles pecker peekaboo peewee pegasus pelican pencil peng penguin penguins
penis penny penthous pentium pepito pepper pepsi persik pervert peter peterpan petrov peugeot phantom pharmacy
pheonix philippe philips phillies philly phish phoeni phoenix photos phpbb pian pianoman piao picard picasso
piccolo pickle pickles pickup pics picturs pigeon piggy piglet pikachu pillow pimp pimpin pinball pineappl
pineapple ping pingpong pinhead pink pinkfloy pinkfloyd pinky pioneer pipeline pippen pippo piramida pirate
pirates pisces pissing pissoff pistol pistons pitbull pixies pizza pizzas placebo planet plasma plastic platinum
platypus playboy player playstat playstation playstation2 playstation3 playtime plumber pluto plymouth pobeda
poison poiuyt poiuytrewq pokemon polaris police polina polniypizdec polniypizdec0211 polniypizdec110211 polo
polska pompey poncho pontiac pony poochie poodle pooh poohbear pookie pool poontang poop pooper poopie poopoo
poopy pooter popcorn popeye popper poppy porkchop porn porno pornographic pornos pornstar porsche portland
portugal poseidon possum postal postman potato pothead powder power preacher precious predator prelude premium
presario presiden presto primus prince princes princess pringles printer prissy private privet prodigy prophet
prowler proxy psycho ptybnxtvgbjy puddin pudding puffin puffy pulsar pumpkin pumpkins punisher punkin punkrock
punksnotdead puppies puppy pupsik purdue purple puss pussey pussie pussies pussy pussycat pussyman pussys putter
pyramid python q1q2q q1w2e q1w2e3r q1w2e3r4t q1w2e3r4t5y q1w2e3r4t5y6 q1w2e3r4t5y6u7 q1w2e3r4t5y6u7i8
q1w2e3r4t5y6u7i8o9p0 q2w3e4r qawsed qawsedrf qawsedrftgyh qaz123wsx456 qazqaz qazwsx qazwsxed qazwsxedc
qazwsxedc123 qazwsxedcrfv qazwsxedcrfvtgb qazxsw qazxswedc qazxswedc123 qazxswedcvfr qazzaq qiang qiao qing
qiong qqqqq quan quantum quartz quattro queens quest qwaszx qwaszxerdfcv qwe123qwe qweasd qweasdzxc qweasdzxc123
qweqwe qwer qwerasdf qwerasdfzxcv qwert qwertasdfgzxcvb qwerty qwerty123456 qwerty123456789 qwertyasdfgh qwertyu
qwertyui qwertyuio qwertyuiop qwertyuiop10 qwertyuiop12 qwertyuiop123 qwertyuiop12345 qwertyytrewq qwertz
r2d2c3po rabbit rabota racecar racer racerx rachel racing radiohea radiohead ragnarok raider raiders rainbow
rainman raistlin rambler rambo rammstein ramones ramrod ramses rancid random rang ranger rangers raptor rascal
rasdzv rasputin rasta rastaman raven ravens razz rbhbkk rctybz reader realmadrid reaper rebecca rebel rebels
reckless redalert redbaron redbird redbull reddevil reddog reddwarf redfish redfox redhead redhot redline redman
redneck redrose redrum reds redskins redsox redwing redwings redwood reebok reefer reload renault renegade reng
rereirf rescue residentevil retard revolver rfhbyf rfnthbyf rfnthbyf1988 rfrfirf rfrnec rhbcnbyf rhfcjnrf rhino
rhjrjlbk rhtdtlrj richard rightnow ripken ripper ripple rjhjktdf rjirfrgbde rjntyjr rjycnfynby roadkill roadking
roadrunn roadster rober robert robot robotech robotics rocker rocket rockets rockford rockhard rockies rockon
rocks rockstar rocky rodman roller rolltide romans romashka rommel ronaldo rong rookie rooster rootbeer rosebud
rotten route rover rovers royals rtyuehe ruan rubber rulez rulezzz runescape runner rush ruslan russia rustam
rusty sabbath sabine sabres sadie safari sahara sailboat sailing sailor saints sairam saiyan sakura salamander
salasana saleen sally salmon salomon salsero samantha samiam sammy samson samsun samsung samtron samurai sancho
sandiego sandman sandro sandy sanfran sanfrancisco sanity santafe sapper sapphire sarah saratoga sascha sasha
sassy sasuke satan satana saturn saun saun24865709 sauron sausage sausages sayang scania scanner scarface
scarlet schalke schoolgirlie scooby scoobydo scoobydoo scooter scorpio scorpion scotch scotland scott scotty
scout scrabble scrappy scream scruffy scuba scully seadoo seagull seahawks seamus searay seattle sebastia secret
security seeker seemnemaailm seinfeld select seminole semperfi senators seng sensei sentinel septembe serega
serenity sergei sergey sergi sersolution server sesame seven severin sex4me sexsex sexual sexx sexxxx sexxxy
sexy sexyboy sexygirl sexyman shado shadow shaggy shai shalom shaman shamrock shaney shang shania shannon shao
shaolin shark sharks sharky shasta shaved shazam sheba shei shelby shemale sheng sherlock shiloh shiner shinobi
shitface shithead shitty shocker shogun shooter shorty shotgun shou showme showtime shuai shuang shui shun shuo
shutup sidekick siemens sierra sigma silver silverad simba simon simple simpsons sinatra sinbad sinister sinned
sinner sirius sissy sithlord sixers skate skater skeeter skidoo skiing skinny skipper skippy skittles skorpion
skydive skylar skyler skyline skywalke skywalker slacker slamdunk slapper slappy slapshot slave slavik slayer
sleeper sleepy slick slider slim slinky slipknot slippery slowhand slut sluts slutty smashing smeghead smegma
smelly smiles smiley smirnoff smiths smitty smoke smoker smokes smokey smokie smokin smooth smudge smut snake
snakes snapon snapper snapple snappy snatch sneakers sneaky snickers sniper snooker snoop snoopdog snoopy
snowball snowboar snowboard snowflak snowman snuffy snuggles sobaka soccer socrates softail softball software
sojdlg123aljg soldier soleil solitude solnce sommer sonic sonics sonnenschein sonoma sony sonyericsson sooners
sophi sophie soprano soso123aljg soulmate southpar southpark sowhat spaceman spam spank spanking spankme spanky
sparkle sparky sparta spartak spartan spartans spawn speaker specialinsta specialk spectre spectrum speedo
speedy spencer sphinx spice spider spiderma spiderman spidey spike spiker spikes spinner spirit spitfire splash
splinter spock sponge spongebo spongebob spooky sporty spotty spring sprint sprite spunky spurs sputnik spyder
squall squash squirrel squirt srinivas stalin stalker stallion stanislav star starbuck starcraf starcraft
stardust starfire starfish stargate starligh starman starship starter startrek starwars stasik static stealth
steeler steelers stefano steffi stepan steph stephani stephen stereo sterlin steve stickdaddy77 sticks sticky
stiffy stimpy sting stinger stingray stinky stinkyfinger stocking stocks stone stonecol stonecold stoned stones
stoney storm stormy stranger stratocaster stratus strawberry strider strike striker stripper stroker stubby stud
studly stumpy stunner stupid stylus suan subaru sublime submit subway subzero success suck sucker suckit suckme
sucks sugar sultan summer summit sundance sunday sundevil sunfire sunflowe sunflower sunny sunnyday sunrise
sunset sunshin sunshine super superb superfly superma superman supersta superstar surf surfer surfing survivor
sushi suzuki sveta svetik svetlana svoboda swallow sweet sweetnes sweetpea sweets sweety swimmer swimming
swinger swingers sword swordfis swordfish swords sydney syncmaster syracuse systemofadown syzygy tacobell tacoma
talisman talon tango tanker tardis target tarheel tarheels tarzan tasty tatarin tattoo tatyana taurus taxman
taylor tazman tazmania tbone tdutybq tdutybz teacher technics techno teddy teddybea teddybear teen teens tekken
telefon telephon temp tempest templar temppass temppassword teng tennis tequila terminat terminator terrapin
terror test tester testing testpass texas thailand thanatos thankyou theboss thecakeisalie thecat thedog
thedoors thedude theend thegame thegreat thekid theking theman theone therock thesims thirteen thisisit thoma
thomas thong thongs thor thuglife thumbs thumper thunder thunderb tian tiao tiberius tiburon ticketmaster tickle
tiffany tiger tigers tigger tights timber ting tinker tinkerbell tinman tintin tipper titan titanic titanium
titans titleist tits titten titties titty tkbpfdtnf toaster toejam toffee tolkien tomato tomcat tommy tommyboy
toolman toon tootie tootsie topcat topdog topgun topher topper tornado toronto toshiba tottenha tottenham toyota
tracker tractor trader trainer trance tranny transam translator trapper travel traveler treasure trebor
trfnthbyf triangle tricky trident trigger trinity tripod tripper triton triumph trixie trojan trojans trombone
trooper trouble truck trucker trucks truelove trumpet trunks trustno tsunami tuesday tulips tunafish tundra
tuning turbo turkey turtle tweety twilight twinkle twisted twister tyler typhoon ufkbyf ultima ultimate ultra
umbrella undead underdog undertak undertaker unicorn unreal upyours uranus usarmy username usmc usnavy
usuckballz utopia vacation vader vadim vagina valentin valentina valera valhalla valkyrie vampire vanguard
vanhalen vanilla vanyarespekt varvara vasilisa vector vectra vedder vegeta velvet venera verbatim veritas
verizon vermont veronika versace vertigo vette vfczyz vfhbyf vfhbyfvfhbyf vfhecz vfhufhbnf vfibyf vfitymrf
vfksirf vfrcbv vfrcbvrf vfrcbvvfrcbv vfvekz vfvfgfgf vfvfvskfhfve vfvjxrf viagra victory viewsonic viking
vikings viktor viktoria viktoriya vintage violetta violin viper vipers virgin visa vision vitalik vjcrdf
vkontakte vladik vladimir vladimirovna vladislav volcom volkswag volley volvo voodoo vortex voyager voyeur
vsegda vsjasnel vulcan walleye walmart walnut walrus wanderer wanker wapbbs warcraft wareagle warhammer
warhammer40k warlock warlord warrior warriors warthog washingt wasser wassup watcher water waterloo wazzkaprivet
weasel webhompas webmaste webmaster websolutions websolutionssu webuivalidat weed weezer weihnachtsbau
weihnachtsbaum welcom welcome welder weng werder werewolf westham westside westwood wetpussy wg8e3wjf whatever
whatsup wheels whiskers whiskey whisky whisper white whiteout whitesox whitey whocares whore whosyourdaddy
whynot wibble wicked wifey wildbill wildcard wildcat wildcats wildfire wildman william willow windmill windows
windsor windsurf wingman winner winston winter wisdom wishbone wizard wolf wolfgang wolfie wolfman wolfpack
wolverin wolverine wolves wombat woodland woody woofer woofwoof woohoo wookie wordpass wraith wrangler wrench
wrestle wrestlin wrinkle wutang xanadu xavier xbox xerxes xfiles xiang xing xtreme xxxp455w0rd5 xxxpass yamaha
yankee yankees ybrbnf ybrjkfq yeahbaby yellow yfcntymrf yfnfif yfnfkb yfnfkmz yjdsqgfhjkm yoda yogibear yomama
yosemite yourmom yousuck ytrewq yugioh yummy yzerman z1x2c z1x2c3v z1x2c3v4b5n6m7 zachary zalupa zang zaphod
zappa zaq12wsx zaq1xsw zaq1xsw2cde3 zaqwsx zaqwsxcderfv zaqxsw zaqxswcde zaraza zcfvfzkexifz zebra zeng zenith
zephyr zeppelin zerocool zeus zhai zhao zhei zheng zhjckfd zhong zhou zhuai zhuang zhui zhun zhuo zidane ziggy
zigzag zildjian zipper zippy zodiac zombie zong zorro zqjphsyf6ctifgu zuan zvezda zxasqw zxcasd zxcasdqwe
zxcasdqwe123 zxcv zxcvbn zxcvbn123456 zxcvbnm zxcvbnm123456789 zzzxxx )";
// clang-format on

bool is_space(char c) { return c == ' ' || c == '\n'; }

}  // namespace

bool is_common_password(std::string_view word) {
  if (word.empty() || word.find_first_of(" \n") != std::string_view::npos) return false;
  for (std::size_t at = kWords.find(word); at != std::string_view::npos; at = kWords.find(word, at + 1)) {
    if (is_space(kWords[at - 1]) && is_space(kWords[at + word.size()])) return true;
  }
  return false;
}

std::size_t common_passwords() {
  std::size_t count = 0;
  for (std::size_t at = 1; at < kWords.size(); ++at)
    count += is_space(kWords[at]) && !is_space(kWords[at - 1]) ? 1 : 0;
  return count;
}

}  // namespace yellowsea
