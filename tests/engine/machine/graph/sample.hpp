// A definition with everything that a picture shows, for the tests of pictures.
#pragma once

#include "tests/engine/machine/machine_text.hpp"

namespace yellowsea::machine {

inline const char* const sample_members =
    "'title':{'en':'A case','ja':'案件'},'deadline':'/fields/due',"
    "'fields':{'type':'object','properties':{'due':{'type':'string','format':'date','x-title':{'en':'Due "
    "date','ja':'期日'}}}},"
    "'events':{'go':{'title':{'en':'Go ahead','ja':'進める'},'by':[{'roles':['clerk']}]},"
    "'note':{'title':{'en':'Add a note'}},'quit':{'title':{'en':'Quit'}},"
    "'tell':{'title':{'en':'Told by others'},'internal':true},"
    "'grade':{'title':{'en':'Grade'},'data':{'type':'object','properties':{'mark':{'type':'string','enum':['"
    "a'"
    ",'b'],'x-title':{'en':'Mark'},'x-enum-titles':{'a':{'en':'Good'},'b':{'en':'Bad'}}}}}}},"
    "'rules':{'ready':{'en':'It must be "
    "ready.','ja':'準備ができていなければなりません。'},'marked':{'en':'Give a "
    "mark.'}},"
    "'delays':{'late':{'until':'deadline'},'soon':{'until':'deadline','offset':'-P30D','past':'skip'}},";

inline const char* const sample_machine =
    "{'id':'thing','initial':'work','on':{'note':{},'tell':{}},'states':{"
    "'work':{'type':'parallel','meta':{'title':{'en':'At work','ja':'作業'}},'onDone':'end','states':{"
    "'left':{'meta':{'title':{'en':'Left'}},'initial':'one','states':{"
    "'one':{'meta':{'title':{'en':'First <&>'}},'after':{'late':'two','soon':{'actions':{'type':'notify',"
    "'params':{'to':[{'role':'clerk'}],'message':'ready'}}}},"
    "'on':{'go':[{'target':'two','guard':{'type':'present','params':{'path':'/fields/due','rule':'ready'}}},"
    "{'target':'one','reenter':true}],"
    "'tell':'done','quit':'#thing.end'}},"
    "'two':{'on':{'tell':'done','quit':'#thing.end','grade':[{'target':'one','guard':{'type':'equals','"
    "params':"
    "{'path':'/data/mark','value':'a','rule':'marked'}}},{'target':'done','guard':{'type':'equals','params':{"
    "'path':'/data/mark','value':'b','rule':'marked'}}}]}},"
    "'three':{'on':{'tell':'done','quit':'#thing.end'}},"
    "'done':{'type':'final'},'again':{'type':'history','history':'deep','target':'two'}}},"
    "'right':{'initial':'wait','states':{'wait':{'on':{'go':'over'}},'over':{'type':'final'}}}}},"
    "'end':{'type':'final'}}}";

inline DefinitionPtr sample() { return definition_of(sample_machine, sample_members); }

}  // namespace yellowsea::machine
