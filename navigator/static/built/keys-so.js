(()=>{var s=(o,t)=>({default:t,shift:t.map(e=>e.toLocaleUpperCase(o))});window.kioskKeys={sign:"Soomaali",layout:s("so",["q w e r t y u i o p","a s d f g h j k l '","z x c v b n m"])};})();
